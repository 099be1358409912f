import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';
import { useEffect, useRef, useState } from 'react';
import { formatDecimal } from '../format/number.ts';
import { useTheme } from '../theme.ts';
import css from './bar-chart.module.css';
import { BarPointer } from './bar-pointer.tsx';
import type { ChartAxis, ChartPoint } from './chart-series.ts';
import type { BarArea, Zoom } from './use-bar-cursor.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

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
    if (canvas.current === null) return undefined;
    const chart = drawBars(canvas.current, points, axis, onArea);
    return () => {
      chart.destroy();
    };
  }, [points, axis, onArea]);
  return (
    <div className={css.canvas}>
      <canvas ref={canvas} />
    </div>
  );
}

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function drawBars(
  canvas: HTMLCanvasElement,
  points: ChartPoint[],
  axis: ChartAxis,
  onArea: (area: BarArea) => void,
): Chart<'bar'> {
  const font = { family: token('--font'), size: 12 };
  const muted = token('--text-muted');
  return new Chart(canvas, {
    type: 'bar',
    data: {
      labels: points.map((point) => point.label),
      datasets: [
        {
          data: points.map((point) => point.value / axis.unitSize),
          backgroundColor: token('--chart'),
          borderRadius: points.length > 120 ? 0 : 2,
          // Gaps between hundreds of bars would only flicker.
          categoryPercentage: points.length > 120 ? 1 : 0.92,
          barPercentage: points.length > 120 ? 1 : 0.88,
          maxBarThickness: 48,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      // BarPointer has the pointer.
      events: [],
      scales: {
        x: {
          border: { color: token('--line') },
          grid: { display: false },
          ticks: { color: muted, font, maxRotation: 0, autoSkipPadding: 20 },
        },
        y: {
          beginAtZero: true,
          border: { display: false },
          grid: { color: token('--line') },
          ticks: {
            color: muted,
            font,
            maxTicksLimit: 6,
            callback: (value) => `${formatDecimal(Number(value))}${axis.unit && ` ${axis.unit}`}`,
          },
        },
      },
    },
    plugins: [
      {
        id: 'area',
        afterLayout: ({ chartArea: { left, top, width, height } }) => {
          onArea({ left, top, width, height });
        },
      },
    ],
  });
}
