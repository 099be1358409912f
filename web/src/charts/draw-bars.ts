import { formatDecimal } from '../format/number.ts';
import { axisTicks, labelInterval } from './axis-ticks.ts';
import type { ChartAxis, ChartPoint } from './chart-series.ts';
import type { BarArea } from './use-bar-cursor.ts';

const fontSize = 12;
/** Pixels between the axis and what is written on it, and between two labels. */
const gap = 8;
const labelGap = 20;
const widestBar = 48;
/** Gaps between hundreds of bars would only flicker. */
const mostSeparateBars = 120;

/** Draws bars with their axes over the whole canvas, in the colours of the theme; answers where the bars are, in CSS pixels. */
export function drawBars(canvas: HTMLCanvasElement, points: readonly ChartPoint[], axis: ChartAxis): BarArea {
  const pen = canvas.getContext('2d');
  const { clientWidth, clientHeight } = canvas;
  if (pen === null) return { left: 0, top: 0, width: clientWidth, height: clientHeight };
  canvas.width = Math.round(clientWidth * devicePixelRatio);
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  pen.scale(devicePixelRatio, devicePixelRatio);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  pen.font = `${fontSize}px ${style.fontFamily}`;

  const values = points.map(({ value }) => value / axis.unitSize);
  const ticks = axisTicks(Math.max(0, ...values), axis.unit === '').map((value) => ({
    value,
    text: `${formatDecimal(value)}${axis.unit && ` ${axis.unit}`}`,
  }));
  const top = fontSize / 2;
  const left = Math.ceil(Math.max(...ticks.map(({ text }) => pen.measureText(text).width)) + gap);
  const area = {
    left,
    top,
    width: Math.max(0, clientWidth - left),
    height: Math.max(0, clientHeight - top - fontSize - gap),
  };
  const highest = ticks.at(-1)?.value ?? 1;
  const yOf = (value: number): number => area.top + area.height * (1 - value / highest);

  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  for (const { value, text } of ticks) {
    pen.fillStyle = colour('--line');
    pen.fillRect(area.left, Math.round(yOf(value)), area.width, 1);
    pen.fillStyle = colour('--text-muted');
    pen.fillText(text, area.left - gap, yOf(value));
  }
  pen.fillStyle = colour('--chart');
  const step = area.width / points.length;
  const isDense = points.length > mostSeparateBars;
  const width = isDense ? step : Math.min(widestBar, step * 0.8);
  const radius = isDense ? 0 : Math.min(2, width / 2);
  for (const [index, value] of values.entries()) {
    if (value <= 0) continue;
    const y = yOf(value);
    pen.beginPath();
    pen.roundRect(area.left + (index + 0.5) * step - width / 2, y, width, area.top + area.height - y, [
      radius,
      radius,
      0,
      0,
    ]);
    pen.fill();
  }
  drawLabels(pen, points, area, colour('--text-muted'));
  return area;
}

/** The names of the bars below them, as many as have room. */
function drawLabels(
  pen: CanvasRenderingContext2D,
  points: readonly ChartPoint[],
  area: BarArea,
  colour: string,
) {
  const step = area.width / points.length;
  const widths = points.map(({ label }) => pen.measureText(label).width);
  const every = labelInterval(Math.max(0, ...widths) + labelGap, step);
  const right = area.left + area.width;
  pen.fillStyle = colour;
  pen.textAlign = 'center';
  pen.textBaseline = 'bottom';
  for (let index = 0; index < points.length; index += every) {
    const half = (widths[index] ?? 0) / 2;
    const x = area.left + (index + 0.5) * step;
    if (x + half > right && index > 0) continue;
    pen.fillText(points[index]?.label ?? '', Math.max(x, half), area.top + area.height + fontSize + gap);
  }
}
