import type { ImportRow } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { matchedPlayQuery } from '../../api/imports.ts';
import { addDays, dayInZone } from '../../calendar/day.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantSecond } from '../../format/date.ts';
import { formatPlayLength } from '../../format/duration.ts';
import form from '../../styles/form.module.css';
import css from './receipt-row.module.css';

/** The play of the history that a row was taken for, looked up when somebody wants to know. */
export function MatchedPlay({ row }: { row: ImportRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={css.toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`Which play is it? ${row.trackName ?? ''}`}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        Which play is it?
      </button>
      <div id={id}>{isOpen && <Match row={row} />}</div>
    </>
  );
}

function Match({ row }: { row: ImportRow }) {
  const { timezone } = useUser();
  const { data: play, error } = useQuery(matchedPlayQuery(row, timezone));
  if (error !== null) return <p className={form.error}>{error.message}</p>;
  if (play === undefined) return <Skeleton width="14rem" height="2.5em" />;
  if (play === null)
    return <p className={css.note}>You have deleted that play from your history, so it stays away.</p>;
  const day = dayInZone(play.playedAt, timezone);
  return (
    <p className={css.note}>
      {play.track.name} by {play.track.artists.map(({ name }) => name).join(', ')}, ended{' '}
      {formatInstantSecond(play.playedAt, timezone)}
      {distanceWords(row, play)}, {formatPlayLength(play.msPlayed)} long, {sources[play.source]}.{' '}
      <Link
        to="/spotify/analytics/history"
        search={{ from: day, to: addDays(day, 1), search: play.track.name }}
      >
        See it in the history
      </Link>
    </p>
  );
}

const sources: Record<Play['source'], string> = {
  'recently-played': 'from Spotify’s recent plays',
  'currently-playing': 'watched while playing',
  import: 'from an import',
};

function distanceWords({ playedAt }: ImportRow, play: Play): string {
  if (playedAt === null) return '';
  const seconds = Math.round((Date.parse(play.playedAt) - Date.parse(playedAt)) / 1000);
  if (seconds === 0) return '';
  const distance = Math.abs(seconds);
  const words = distance < 120 ? `${distance} s` : `${Math.floor(distance / 60)} min ${distance % 60} s`;
  return ` (${words} ${seconds > 0 ? 'after' : 'before'} this row)`;
}
