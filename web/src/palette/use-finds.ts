import { useQuery } from '@tanstack/react-query';
import { type LeaderboardKind, leaderboardQuery } from '../api/leaderboard.ts';
import { type Find, findEntry, findPages } from './find.ts';
import { useSettled } from './settled.ts';

const pauseMs = 120;
const limit = 5;

/** What the search found, by kind. */
export interface Finds {
  groups: { name: string; lines: Find[] }[];
  /** Whether the lines are those for what stands in the field now. */
  isSettled: boolean;
  error: Error | null;
}

/** Looks for a text in the names of all tracks, artists and albums of the listener, in all time, and of the pages. */
export function useFinds(text: string): Finds {
  const settled = useSettled(text, pauseMs);
  const artists = useKind('artists', settled);
  const tracks = useKind('tracks', settled);
  const albums = useKind('albums', settled);
  const kinds = [artists, tracks, albums];
  const groups = [
    { name: 'Artists', lines: artists.lines },
    { name: 'Tracks', lines: tracks.lines },
    { name: 'Albums', lines: albums.lines },
    { name: 'Pages', lines: findPages(text) },
  ];
  return {
    groups: groups.filter(({ lines }) => lines.length > 0),
    isSettled: text === '' || (text === settled && kinds.every(({ isSettled }) => isSettled)),
    error: kinds.find(({ error }) => error !== null)?.error ?? null,
  };
}

function useKind(kind: LeaderboardKind, search: string) {
  const {
    data: page,
    error,
    isFetching,
    isPlaceholderData,
  } = useQuery({ ...leaderboardQuery(kind, { search, limit }), enabled: search !== '' });
  const entries = search === '' ? [] : (page?.entries ?? []);
  return {
    lines: entries.map((entry) => findEntry(kind, entry)),
    isSettled: !isFetching && !isPlaceholderData,
    error: search === '' ? null : error,
  };
}
