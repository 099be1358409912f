import type { ReactNode } from 'react';
import { Skeleton } from '../components/skeleton.tsx';
import card from '../styles/card.module.css';
import { BarChart } from './bar-chart.tsx';
import css from './chart-card.module.css';
import type { ChartAxis, ChartPoint } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import type { Zoom } from './use-bar-cursor.ts';

interface ChartCardProps {
  title: string;
  /** What the bars count, such as `Plays per week`. */
  measure: string;
  /** What each bar stands for, the head of the table's first column. */
  pointName: string;
  /** Undefined while they are loading. */
  points: ChartPoint[] | undefined;
  axis: ChartAxis;
  /** What stands in place of the chart: an error. */
  problem?: ReactNode;
  controls?: ReactNode;
  /** Looks closer at some of the bars. */
  onZoom?: Zoom;
  isStale?: boolean;
  /** Inside a card already, and so without a frame of its own. */
  isFrameless?: boolean;
}

/** A bar chart with its title, its unit and its figures as a table. */
export function ChartCard(props: ChartCardProps) {
  const {
    title,
    measure,
    pointName,
    points,
    axis,
    problem,
    controls,
    onZoom,
    isStale = false,
    isFrameless = false,
  } = props;
  return (
    <section className={isFrameless ? undefined : card.card}>
      <div className={css.head}>
        <div>
          <h2>{title}</h2>
          <p className={card.small}>{measure}</p>
        </div>
        {controls !== undefined && <div className={css.controls}>{controls}</div>}
      </div>
      <div className={isStale ? css.stale : css.chart} aria-busy={isStale}>
        {problem}
        {problem === undefined && points === undefined && <Skeleton height="100%" />}
        {problem === undefined && points !== undefined && (
          <BarChart
            label={`${title}: ${measure}. The table below has the figures.`}
            points={points}
            axis={axis}
            onZoom={onZoom}
          />
        )}
      </div>
      {problem === undefined && onZoom !== undefined && (
        <p className={css.hint}>
          <span className={css.byMouse}>Click a bar or drag over several to look closer.</span>
          <span className={css.byTouch}>Tap a bar twice or drag over several to look closer.</span>
        </p>
      )}
      {problem === undefined && (
        <ChartTable caption={`${title}: ${measure}`} pointName={pointName} points={() => points ?? []} />
      )}
    </section>
  );
}
