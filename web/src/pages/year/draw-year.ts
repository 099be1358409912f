import type { YearInReview } from '@analytics/contract/year';
import { formatShortMonth } from '../../format/date.ts';
import { formatNumber } from '../../format/number.ts';
import { writeText } from './write-text.ts';

/** The size of the picture in pixels, as stories on phones want it. */
export const pictureSize = { width: 1080, height: 1920 };

const margin = 96;
const inner = pictureSize.width - 2 * margin;
const mostRows = 5;

/** The colours and the font of a theme. */
export interface Paint {
  page: string;
  text: string;
  muted: string;
  accent: string;
  chart: string;
  line: string;
  font: string;
}

/** Reads the paint of the theme that an element is in. */
export function paintOf(element: Element): Paint {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    page: token('--page'),
    text: token('--text'),
    muted: token('--text-muted'),
    accent: token('--accent'),
    chart: token('--chart'),
    line: token('--line'),
    font: token('--font'),
  };
}

/** Draws a year as a picture to keep: figures, months and names, and nothing that is somebody else's. */
export function drawYear(context: CanvasRenderingContext2D, review: YearInReview, paint: Paint): void {
  context.fillStyle = paint.page;
  context.fillRect(0, 0, pictureSize.width, pictureSize.height);
  context.fillStyle = paint.accent;
  context.fillRect(0, 0, pictureSize.width, 16);
  const write = (text: string, at: Place, size: number, weight: number, colour: string): void => {
    writeText(context, text, { ...at, font: `${weight} ${size}px ${paint.font}`, colour });
  };
  write('My year in music', { x: margin, y: 150 }, 40, 600, paint.muted);
  write(String(review.year), { x: margin, y: 330 }, 196, 750, paint.accent);
  const minutes = formatNumber(Math.floor(review.ms / 60_000));
  write(minutes, { x: margin, y: 490 }, 116, 700, paint.text);
  write('minutes of listening', { x: margin, y: 550 }, 40, 500, paint.muted);
  const figures: [string, number][] = [
    ['plays', review.plays],
    ['tracks', review.tracks],
    ['artists', review.artists],
    ['days', review.days],
  ];
  for (const [index, [name, value]] of figures.entries()) {
    const x = margin + (index * inner) / figures.length;
    write(formatNumber(value), { x, y: 660 }, 48, 700, paint.text);
    write(name, { x, y: 704 }, 32, 500, paint.muted);
  }
  drawMonths(context, review.months, paint);
  const lists: [string, string[]][] = [
    ['Top artists', review.topArtists.map(({ artist }) => artist.name)],
    ['Top tracks', review.topTracks.map(({ track }) => track.name)],
  ];
  for (const [index, [title, names]] of lists.entries()) {
    const top = 1140 + index * 376;
    write(title, { x: margin, y: top }, 36, 650, paint.accent);
    for (const [row, name] of names.slice(0, mostRows).entries()) {
      const y = top + 62 + row * 56;
      write(String(row + 1), { x: margin, y }, 40, 500, paint.muted);
      write(name, { x: margin + 56, y, maxWidth: inner - 56 }, 40, 650, paint.text);
    }
  }
  write('Analytics for Spotify', { x: margin, y: 1870 }, 28, 500, paint.muted);
}

interface Place {
  x: number;
  y: number;
  maxWidth?: number;
}

function drawMonths(context: CanvasRenderingContext2D, months: YearInReview['months'], paint: Paint): void {
  const [bottom, height] = [1000, 220];
  const greatest = Math.max(1, ...months.map(({ ms }) => ms));
  const step = inner / months.length;
  for (const [index, { date, ms }] of months.entries()) {
    const barHeight = Math.max(4, (ms / greatest) * height);
    context.fillStyle = ms === 0 ? paint.line : paint.chart;
    context.beginPath();
    context.roundRect(margin + index * step + 6, bottom - barHeight, step - 12, barHeight, [8, 8, 0, 0]);
    context.fill();
    writeText(context, formatShortMonth(date), {
      x: margin + (index + 0.5) * step,
      y: bottom + 40,
      align: 'center',
      font: `500 24px ${paint.font}`,
      colour: paint.muted,
    });
  }
}
