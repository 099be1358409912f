import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { useEffect, useRef } from 'react';
import { formatDecimal } from '../format/number.ts';
import { useTheme } from '../theme.ts';
import css from './bar-chart.module.css';
import type { ChartAxis, ChartPoint } from './chart-series.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

interface BarChartProps {
  label: string;
  points: ChartPoint[];
  axis: ChartAxis;
}

/** Bars on a canvas. The same figures stand in a table beside it, see ChartCard. */
export function BarChart(props: BarChartProps) {
  // The colours are read from the style sheet, so a change of theme draws anew.
  return <Bars key={useTheme()} {...props} />;
}

function Bars({ label, points, axis }: BarChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const chart = drawBars(canvas.current, points, axis);
    return () => {
      chart.destroy();
    };
  }, [points, axis]);
  return (
    <div className={css.place}>
      <canvas ref={canvas}>{label}</canvas>
    </div>
  );
}

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function drawBars(canvas: HTMLCanvasElement, points: ChartPoint[], axis: ChartAxis): Chart<'bar'> {
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
          hoverBackgroundColor: token('--chart-hover'),
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
      interaction: { mode: 'index', intersect: false },
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
      plugins: {
        tooltip: {
          backgroundColor: token('--text'),
          titleColor: token('--page'),
          bodyColor: token('--page'),
          titleFont: { ...font, weight: 'bold' },
          bodyFont: font,
          padding: 10,
          cornerRadius: 6,
          displayColors: false,
          callbacks: {
            title: ([bar]) => points[bar?.dataIndex ?? 0]?.name ?? '',
            label: ({ dataIndex }) => {
              const { text = '', note } = points[dataIndex] ?? {};
              return note === undefined ? text : [text, note];
            },
          },
        },
      },
    },
  });
}
