import type { NowPlaying } from '@analytics/contract/monitoring';
import { useEffect, useState } from 'react';
import { formatPlayLength } from '../../format/duration.ts';
import css from './play-progress.module.css';

const stepMs = 1000;

/**
 * How far a track has come. It goes on by the clock of this browser from when the answer was here, because the server's clock may be
 * another one; a new answer makes a new component.
 */
export function PlayProgress({ playing }: { playing: NowPlaying }) {
  const { isPlaying, durationMs } = playing;
  const [startedAt] = useState(() => performance.now() - playing.progressMs);
  const [progressMs, setProgressMs] = useState(playing.progressMs);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => {
      setProgressMs(performance.now() - startedAt);
    }, stepMs);
    return () => {
      clearInterval(timer);
    };
  }, [isPlaying, startedAt]);
  if (durationMs === null) return <p className={css.times}>{formatPlayLength(progressMs)}</p>;
  const doneMs = Math.min(progressMs, durationMs);
  return (
    <div className={css.times}>
      <span>{formatPlayLength(doneMs)}</span>
      <progress className={css.bar} aria-label="Progress of the track" max={durationMs} value={doneMs} />
      <span>{formatPlayLength(durationMs)}</span>
    </div>
  );
}
