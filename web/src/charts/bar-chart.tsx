import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../theme.ts';
import css from './bar-chart.module.css';
import { BarPointer } from './bar-pointer.tsx';
import type { ChartAxis, ChartPoint } from './chart-series.ts';
import { drawBars } from './draw-bars.ts';
import type { BarArea, Zoom } from './use-bar-cursor.ts';

interface BarChartProps {
  label: string;
  points: ChartPoint[];
  axis: ChartAxis;
  onZoom?: Zoom | undefined;
}

/** Bars on a canvas. The same figures stand in a table beside it, see ChartCard. */
export function BarChart({ label, points, axis, onZoom }: BarChartProps) {
  const [area, setArea] = useState<BarArea>();
  return (
    <BarPointer label={label} points={points} area={area} onZoom={onZoom}>
      {/* The colours are read from the style sheet, so a change of theme draws anew. */}
      <Bars key={useTheme()} points={points} axis={axis} onArea={setArea} />
    </BarPointer>
  );
}

interface BarsProps {
  points: ChartPoint[];
  axis: ChartAxis;
  onArea: (area: BarArea) => void;
}

function Bars({ points, axis, onArea }: BarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const place = canvas.current;
    if (place === null) return undefined;
    // It tells the first size too.
    const observer = new ResizeObserver(() => {
      onArea(drawBars(place, points, axis));
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
    };
  }, [points, axis, onArea]);
  return <canvas ref={canvas} className={css.canvas} />;
}
