import { useState } from 'react';
import css from './chart-table.module.css';
import type { ChartPoint } from './chart-series.ts';

interface ChartTableProps {
  caption: string;
  pointName: string;
  /** Makes the rows, once somebody wants to see them. */
  points: () => Pick<ChartPoint, 'name' | 'text' | 'note'>[];
}

/** The figures of a chart as a table, for those who cannot see it and those who want to know exactly. */
export function ChartTable({ caption, pointName, points }: ChartTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={css.details}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className={css.summary}>Show as table</summary>
      {open && (
        <table className={css.table}>
          <caption className={css.caption}>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{pointName}</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {points().map((point) => (
              <tr key={point.name}>
                <th scope="row">{point.name}</th>
                <td>{point.note === undefined ? point.text : `${point.text}, ${point.note}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
