import type { YearInReview } from '@analytics/contract/year';
import { useEffect, useRef, useState } from 'react';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import { useTheme } from '../../theme.ts';
import { drawYear, paintOf, pictureSize } from './draw-year.ts';
import css from './picture.module.css';

const themes = [
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
] as const;
type PictureTheme = (typeof themes)[number]['value'];

/** The year as a picture to download or to share, drawn here and sent nowhere by itself. */
export function Picture({ review }: { review: YearInReview }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ownTheme: PictureTheme = useTheme() === 'dark' ? 'dark' : 'light';
  const [chosen, setChosen] = useState<PictureTheme>();
  const [problem, setProblem] = useState<string>();
  const theme = chosen ?? ownTheme;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    canvas.current.dataset['theme'] = theme;
    drawYear(context, review, paintOf(canvas.current));
  }, [review, theme]);

  const hand = (way: (file: File) => Promise<void> | void): void => {
    setProblem(undefined);
    toFile(canvas.current, `my-${review.year}-${theme}.png`)
      .then(way)
      .catch((error: Error) => {
        // Who closes the sheet of the system has changed their mind.
        if (error.name !== 'AbortError') setProblem(error.message);
      });
  };
  return (
    <div className={css.picture}>
      <div className={card.section}>
        <h2 className={css.title}>A picture of your {review.year}</h2>
        <p className={card.muted}>
          {pictureSize.width} × {pictureSize.height} pixels, as stories on phones want it. It is drawn in your
          browser and goes nowhere unless you send it.
        </p>
        <SegmentedControl label="Theme of the picture" options={themes} value={theme} onChange={setChosen} />
        <div className={card.row}>
          <button
            type="button"
            className={button.primary}
            onClick={() => {
              hand(download);
            }}
          >
            Download the picture
          </button>
          {canShare && (
            <button
              type="button"
              className={button.secondary}
              onClick={() => {
                hand((file) => navigator.share({ files: [file] }));
              }}
            >
              Share
            </button>
          )}
        </div>
        {problem !== undefined && (
          <p role="alert" className={form.error}>
            {problem}
          </p>
        )}
      </div>
      <canvas ref={canvas} className={css.canvas} width={pictureSize.width} height={pictureSize.height}>
        {describe(review)}
      </canvas>
    </div>
  );
}

const pngType = 'image/png';

/** Browsers share files on https and on loopback only, and many on a desk not at all. */
const canShare =
  'canShare' in navigator && navigator.canShare({ files: [new File([], 'picture.png', { type: pngType })] });

function toFile(canvas: HTMLCanvasElement | null, name: string): Promise<File> {
  return new Promise((resolve, reject) => {
    canvas?.toBlob((blob) => {
      if (blob === null) reject(new Error('Your browser could not make the picture.'));
      else resolve(new File([blob], name, { type: pngType }));
    }, pngType);
  });
}

function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function describe({ year, ms, topArtists: [first], topTracks: [track] }: YearInReview): string {
  const minutes = formatCount(Math.floor(ms / 60_000), 'minute');
  return [`Picture of ${year}: ${minutes}`, first?.artist.name, track?.track.name].filter(Boolean).join(', ');
}
