import { Type } from 'typebox';
import * as account from './account.ts';
import { AlbumRow } from './album.ts';
import { ArtistRow } from './artist.ts';
import type { Endpoint } from './endpoint.ts';
import { Import, ImportRow, ImportVerdict } from './import.ts';
import { Monitoring, MonitoringInput } from './monitoring.ts';
import { HistoryFormat, Play, PlaySource } from './play.ts';
import {
  CursorPage,
  cursorQuery,
  Id,
  idParams,
  limitQuery,
  OffsetPage,
  offsetQuery,
  periodQuery,
  Shape,
  sortQuery,
} from './shape.ts';
import * as stats from './stats.ts';
import { HealthAnswer, StatusAnswer, Worker } from './status.ts';
import { TrackRow } from './track.ts';

const leaderboardQuery = Shape({ ...periodQuery, ...sortQuery, ...limitQuery, ...offsetQuery });
const period = Shape(periodQuery);

/** The whole HTTP interface: the table of contents, its validation, its types and its documentation. */
export const endpoints = {
  'GET /api/instance': {
    access: 'public',
    summary: 'What this instance offers, and who is signed in, if anyone',
    answer: account.InstanceAnswer,
  },
  'GET /api/session': {
    access: 'listener',
    summary: 'Who is signed in; 401 when nobody is',
    answer: account.SessionAnswer,
  },
  'POST /api/session': {
    access: 'public',
    summary: 'Sign in to a local account',
    body: account.Credentials,
    answer: account.SessionAnswer,
  },
  'DELETE /api/session': { access: 'listener', summary: 'Log out', status: 204 },
  'POST /api/accounts': {
    access: 'public',
    summary: 'Create a local account and sign in',
    body: account.NewAccount,
    status: 201,
    answer: account.SessionAnswer,
  },
  'GET /api/account': {
    access: 'listener',
    summary: 'Profile, settings and Spotify connection',
    answer: account.Account,
  },
  'PATCH /api/account': {
    access: 'listener',
    summary: 'Change display name, time zone or counting rule',
    body: account.AccountPatch,
    answer: account.Account,
  },
  'DELETE /api/account': {
    access: 'listener',
    summary: 'Delete the account with everything that is theirs',
    status: 204,
  },
  'DELETE /api/account/spotify': {
    access: 'listener',
    summary: 'Disconnect from Spotify: the tokens go, the history stays',
    status: 204,
  },
  'GET /api/spotify-app': {
    access: 'host',
    summary: 'The Spotify app of this instance and the redirect URI to register',
    answer: account.SpotifyApp,
  },
  'PUT /api/spotify-app': {
    access: 'host',
    summary: 'Enter the Spotify app; the secret is stored encrypted',
    body: account.SpotifyAppInput,
    answer: account.SpotifyApp,
  },
  'GET /api/monitoring': { access: 'listener', summary: 'The state of the monitoring', answer: Monitoring },
  'PUT /api/monitoring': {
    access: 'listener',
    summary: 'Start or stop the monitoring, or change its mode; 409 when not connected to Spotify',
    body: MonitoringInput,
    answer: Monitoring,
  },
  'GET /api/events': { access: 'listener', summary: 'Server-sent events: play, import, monitoring' },
  'GET /api/plays': {
    access: 'listener',
    summary: 'Plays, newest first',
    query: Shape({
      ...cursorQuery,
      ...limitQuery,
      ...periodQuery,
      search: Type.Optional(Type.String({ maxLength: 200 })),
      trackId: Type.Optional(Id),
      artistId: Type.Optional(Id),
      albumId: Type.Optional(Id),
      source: Type.Optional(PlaySource),
      counted: Type.Optional(Type.Boolean()),
    }),
    answer: CursorPage(Play),
  },
  'DELETE /api/plays/{id}': {
    access: 'listener',
    summary: 'Delete a play; it stays deleted when a poll or an import brings it again',
    params: idParams,
    status: 204,
  },
  'GET /api/export': {
    access: 'listener',
    summary: 'Everything that the listener has played, oldest first, as a file that can be imported again',
    query: Shape({ format: HistoryFormat }),
    produces: ['application/jsonl', 'text/csv', 'application/zip'],
  },
  'GET /api/stats/summary': {
    access: 'listener',
    summary: 'Key figures of a period',
    query: period,
    answer: stats.Summary,
  },
  'GET /api/stats/daily': {
    access: 'listener',
    summary: 'Listening by day, week or month, without gaps',
    query: Shape({
      unit: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')])),
      ...periodQuery,
    }),
    answer: Type.Array(stats.DailyTotal),
  },
  'GET /api/stats/hourly': {
    access: 'listener',
    summary: 'Listening by hour of the day, 24 rows',
    query: period,
    answer: Type.Array(stats.HourlyTotal),
  },
  'GET /api/stats/weekday-hours': {
    access: 'listener',
    summary: 'Listening by weekday and hour, 7 × 24 rows',
    query: period,
    answer: Type.Array(stats.WeekdayHourTotal),
  },
  'GET /api/tracks': {
    access: 'listener',
    summary: 'Leaderboard of tracks, grouped by recording',
    query: leaderboardQuery,
    answer: OffsetPage(TrackRow),
  },
  'GET /api/artists': {
    access: 'listener',
    summary: 'Leaderboard of artists',
    query: leaderboardQuery,
    answer: OffsetPage(ArtistRow),
  },
  'GET /api/albums': {
    access: 'listener',
    summary: 'Leaderboard of albums',
    query: leaderboardQuery,
    answer: OffsetPage(AlbumRow),
  },
  'GET /api/global/summary': {
    access: 'public',
    summary: 'The whole instance in figures, computed at most once an hour',
    answer: stats.GlobalSummary,
  },
  'GET /api/global/daily': {
    access: 'public',
    summary: 'The whole instance by day over the last year, computed at most once an hour',
    answer: stats.GlobalDaily,
  },
  'POST /api/imports': {
    access: 'listener',
    summary: 'Upload an export (ZIP or JSON, one or more parts named `file`); the analysis starts',
    upload: true,
    status: 202,
    answer: Shape({ id: Id }),
  },
  'GET /api/imports': {
    access: 'listener',
    summary: 'Uploads, newest first',
    query: Shape({ ...limitQuery, ...offsetQuery }),
    answer: OffsetPage(Import),
  },
  'GET /api/imports/{id}': {
    access: 'listener',
    summary: 'One upload: state, progress, statistics',
    params: idParams,
    answer: Import,
  },
  'POST /api/imports/{id}/execute': {
    access: 'listener',
    summary: 'Import what the analysis found; 409 unless analysed',
    params: idParams,
    status: 202,
    answer: Import,
  },
  'POST /api/imports/{id}/undo': {
    access: 'listener',
    summary: 'Remove exactly what this import added and restore what it enriched; 409 unless imported',
    params: idParams,
    status: 202,
    answer: Import,
  },
  'DELETE /api/imports/{id}': {
    access: 'listener',
    summary: 'Cancel an analysis or discard an analysed upload; 409 once it is importing or imported',
    params: idParams,
    status: 204,
  },
  'GET /api/imports/{id}/rows': {
    access: 'listener',
    summary: 'The receipt: every row that was not imported, in file order',
    params: idParams,
    query: Shape({ verdict: Type.Optional(ImportVerdict), ...cursorQuery, ...limitQuery }),
    answer: CursorPage(ImportRow),
  },
  'GET /api/health': { access: 'public', summary: 'Liveness: the process answers', answer: HealthAnswer },
  'GET /api/status': {
    access: 'public',
    summary: 'Readiness; for the host also the counts of every table, workers, queue and cool-downs',
    answer: StatusAnswer,
  },
  'GET /api/workers': {
    access: 'host',
    summary: 'Each worker with its heartbeat',
    answer: Shape({ items: Type.Array(Worker) }),
  },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
