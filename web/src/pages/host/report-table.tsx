import type { ReactNode } from 'react';
import css from './report-table.module.css';

interface ReportTableProps {
  name: string;
  /** The first is that of the names; those after `narrow` are left out on a phone. */
  heads: readonly string[];
  narrow: number;
  rows: readonly { key: string | number; cells: readonly ReactNode[] }[];
}

/** Names with figures. */
export function ReportTable({ name, heads, narrow, rows }: ReportTableProps) {
  const column = (place: number): string =>
    `${place === 0 ? css.name : css.figure} ${place >= narrow ? css.ifWide : ''}`;
  return (
    <table className={css.table} aria-label={name}>
      <thead>
        <tr>
          {heads.map((head, place) => (
            <th key={head} scope="col" className={column(place)}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...figures] }) => (
          <tr key={key}>
            <th scope="row" className={column(0)}>
              {first}
            </th>
            {figures.map((figure, place) => (
              <td key={heads[place + 1]} className={column(place + 1)}>
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
