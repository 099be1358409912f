import type { ImportVerdict } from '@analytics/contract/import';
import type { PlaySource } from '@analytics/contract/play';
import type { SessionSort } from './api/habits.ts';
import type { LeaderboardSort } from './api/leaderboard.ts';
import type { PlaylistPlayed, PlaylistSort } from './api/playlists.ts';
import { type PeriodChoice, readPeriodChoice } from './calendar/period.ts';
import { type CalendarUnit, calendarUnits } from './calendar/unit.ts';

type Raw = Record<string, unknown>;

const measures = ['plays', 'time'] as const;
export type Measure = (typeof measures)[number];

/** What a measure is called in every total, and as the order of a leaderboard. */
export const totalOf = (measure: Measure): 'plays' | 'ms' => (measure === 'plays' ? 'plays' : 'ms');

export interface OverviewSearch extends PeriodChoice {
  unit?: CalendarUnit;
  measure?: Measure;
}

const diversityMeasures = ['different', 'new', 'top-ten', 'variety'] as const;
export type DiversityMeasure = (typeof diversityMeasures)[number];

export interface HabitsSearch extends PeriodChoice {
  artists?: DiversityMeasure;
  sessions?: SessionSort;
}

export interface HistorySearch extends PeriodChoice {
  search?: string;
  source?: PlaySource;
  counted?: 'yes' | 'no';
}

export interface LeaderboardSearch extends PeriodChoice {
  search?: string;
  sort?: LeaderboardSort;
  order?: 'asc' | 'desc';
  page?: string;
}

export interface RecordingsSearch extends PeriodChoice {
  search?: string;
  page?: string;
}

export interface PlaylistsSearch extends PeriodChoice {
  page?: string;
}

export interface PlaylistSearch extends PlaylistsSearch {
  search?: string;
  sort?: PlaylistSort;
  order?: 'asc' | 'desc';
  played?: PlaylistPlayed;
}

const oneOf = <const T extends string, K extends string>(
  raw: Raw,
  key: K,
  values: readonly T[],
): { [P in K]?: T } => {
  const value = values.find((known) => known === raw[key]);
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
};

const text = <K extends string>(raw: Raw, key: K): { [P in K]?: string } => {
  const value = raw[key];
  return typeof value === 'string' && value !== ''
    ? ({ [key]: value.slice(0, 200) } as { [P in K]?: string })
    : {};
};

/** Pages count from 1. */
const page = (raw: Raw): { page?: string } =>
  typeof raw['page'] === 'string' && /^[1-9]\d{0,5}$/.test(raw['page']) ? { page: raw['page'] } : {};

/** The query of the address of the overview, and of a track's, artist's or album's page. */
export const readOverviewSearch = (raw: Raw): OverviewSearch => ({
  ...readPeriodChoice(raw),
  ...oneOf(raw, 'unit', calendarUnits),
  ...oneOf(raw, 'measure', measures),
});

/** The query of the habits' address. */
export const readHabitsSearch = (raw: Raw): HabitsSearch => ({
  ...readPeriodChoice(raw),
  ...oneOf(raw, 'artists', diversityMeasures),
  ...oneOf(raw, 'sessions', ['ms', 'plays', 'startedAt']),
});

/** The query of the history's address. */
export const readHistorySearch = (raw: Raw): HistorySearch => ({
  ...readPeriodChoice(raw),
  ...text(raw, 'search'),
  ...oneOf(raw, 'source', ['recently-played', 'currently-playing', 'import']),
  ...oneOf(raw, 'counted', ['yes', 'no']),
});

/** The query of a leaderboard's address. */
export const readLeaderboardSearch = (raw: Raw): LeaderboardSearch => ({
  ...readPeriodChoice(raw),
  ...text(raw, 'search'),
  ...oneOf(raw, 'sort', ['plays', 'ms', 'name', 'lastPlayed']),
  ...oneOf(raw, 'order', ['asc', 'desc']),
  ...page(raw),
});

/** The query of the address of the joined tracks. */
export const readRecordingsSearch = (raw: Raw): RecordingsSearch => ({
  ...readPeriodChoice(raw),
  ...text(raw, 'search'),
  ...page(raw),
});

/** The query of the address of the playlists. */
export const readPlaylistsSearch = (raw: Raw): PlaylistsSearch => ({
  ...readPeriodChoice(raw),
  ...page(raw),
});

/** The query of a playlist's address. */
export const readPlaylistSearch = (raw: Raw): PlaylistSearch => ({
  ...readPlaylistsSearch(raw),
  ...text(raw, 'search'),
  ...oneOf(raw, 'sort', ['position', 'name', 'plays', 'lastPlayed', 'added']),
  ...oneOf(raw, 'order', ['asc', 'desc']),
  ...oneOf(raw, 'played', ['never', 'not-for-a-year']),
});

/** The query of a receipt's address: which of its rows. */
export const readReceiptSearch = (raw: Raw): { verdict?: ImportVerdict } =>
  oneOf(raw, 'verdict', [
    'repeated-in-file',
    'exact-duplicate',
    'window-duplicate',
    'sequence-duplicate',
    'incognito',
    'podcast',
    'without-track',
    'malformed',
  ]);

/** The query of the home page's address. */
export const readHomeSearch = (raw: Raw): { returnTo?: string } => {
  const returnTo = raw['returnTo'];
  return typeof returnTo === 'string' ? { returnTo } : {};
};

/** All values of an address's query are text; a repeated name counts once. */
export const parseSearch = (query: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(query));

/** The reverse of `parseSearch`. */
export function stringifySearch(search: Raw): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') query.set(name, value);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
