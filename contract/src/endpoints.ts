import { Type } from 'typebox';
import * as account from './account.ts';
import { AlbumRow } from './album.ts';
import { ArtistRow } from './artist.ts';
import { CoverageSpan } from './coverage.ts';
import { AlbumDetail, ArtistDetail, TrackDetail } from './detail.ts';
import type { Endpoint } from './endpoint.ts';
import { Exclusion, ExclusionInput } from './exclusion.ts';
import * as globalStats from './global.ts';
import { Import, ImportRow, ImportVerdict } from './import.ts';
import * as invitation from './invitation.ts';
import { Monitoring, MonitoringInput, NowPlaying } from './monitoring.ts';
import { Behaviour, Diversity, PlayCountBin, SessionsAnswer } from './habits.ts';
import { HistoryFormat, Play, PlaySource } from './play.ts';
import {
  LastPlayedWeek,
  OwnPlaylist,
  Playlist,
  PlaylistChange,
  PlaylistInput,
  PlaylistTrack,
  playlistTracksQuery,
} from './playlist.ts';
import { JoinInput, Recording, RecordingDecision, SplitInput } from './recording.ts';
import {
  CursorPage,
  Count,
  cursorQuery,
  focusQuery,
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
import { HealthAnswer, ListenerReport, StatusAnswer, Worker } from './status.ts';
import { TrackRow } from './track.ts';
import { YearInReview } from './year.ts';

const leaderboardQuery = Shape({ ...periodQuery, ...sortQuery, ...limitQuery, ...offsetQuery });
const period = Shape(periodQuery);
const unitQuery = {
  unit: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')])),
  ...periodQuery,
};

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
  'DELETE /api/session': { access: 'listener', sessionOnly: true, summary: 'Log out', status: 204 },
  'POST /api/accounts': {
    access: 'public',
    summary: 'Create a local account and sign in; while registration is closed, by an invitation',
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
    summary: 'Change display name, time zone, counting rule or the day that weeks begin with',
    body: account.AccountPatch,
    answer: account.Account,
  },
  'DELETE /api/account': {
    access: 'listener',
    sessionOnly: true,
    summary: 'Delete the account with everything that is theirs',
    status: 204,
  },
  'PUT /api/account/password': {
    access: 'listener',
    sessionOnly: true,
    summary:
      'Change the password of a local account, which ends all its other sessions; slowed after failures as the sign-in is',
    body: account.PasswordChange,
    status: 204,
  },
  'GET /api/account/tokens': {
    access: 'listener',
    sessionOnly: true,
    summary: 'The personal access tokens of the listener, the latest first; not the tokens themselves',
    answer: Shape({ items: Type.Array(account.PersonalAccessToken) }),
  },
  'POST /api/account/tokens': {
    access: 'listener',
    sessionOnly: true,
    summary: 'Make a token for scripts, told this once; 409 when there are 20',
    body: account.NewPersonalAccessToken,
    status: 201,
    answer: account.CreatedPersonalAccessToken,
  },
  'DELETE /api/account/tokens/{id}': {
    access: 'listener',
    sessionOnly: true,
    summary: 'Revoke a token, which holds at once',
    params: idParams,
    status: 204,
  },
  'GET /api/account/counting-rules': {
    access: 'listener',
    revalidated: true,
    summary: 'How many plays count by each of the counting rules',
    answer: Shape({ items: Type.Array(account.CountingRuleEffect) }),
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
  'GET /api/monitoring/coverage': {
    access: 'listener',
    summary:
      'Which time until now was polled or watched without a gap, imported, or is unknown; from the first known span on unless `from` is given',
    query: period,
    answer: Shape({ items: Type.Array(CoverageSpan) }),
  },
  'GET /api/now-playing': {
    access: 'listener',
    summary: 'What plays now, with its progress; 204 when nothing does',
    answer: NowPlaying,
    mayBeEmpty: true,
  },
  'GET /api/events': {
    access: 'listener',
    summary: 'Server-sent events: now-playing, play, import, monitoring',
  },
  'GET /api/plays': {
    access: 'listener',
    revalidated: true,
    summary: 'Plays, newest first',
    query: Shape({
      ...cursorQuery,
      ...limitQuery,
      ...periodQuery,
      search: Type.Optional(Type.String({ maxLength: 200 })),
      ...focusQuery,
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
    revalidated: true,
    summary: 'Key figures of a period',
    query: period,
    answer: stats.Summary,
  },
  'GET /api/stats/daily': {
    access: 'listener',
    revalidated: true,
    summary:
      'Listening by day, week or month, without gaps; all of it, or that of a track, an artist or an album',
    query: Shape({ ...unitQuery, ...focusQuery }),
    answer: Type.Array(stats.DailyTotal),
  },
  'GET /api/stats/hourly': {
    access: 'listener',
    revalidated: true,
    summary: 'Listening by hour of the day, 24 rows; all of it, or that of a track, an artist or an album',
    query: Shape({ ...periodQuery, ...focusQuery }),
    answer: Type.Array(stats.HourlyTotal),
  },
  'GET /api/stats/weekday-hours': {
    access: 'listener',
    revalidated: true,
    summary: 'Listening by weekday and hour, 7 × 24 rows',
    query: period,
    answer: Type.Array(stats.WeekdayHourTotal),
  },
  'GET /api/stats/play-counts': {
    access: 'listener',
    revalidated: true,
    summary: 'How many tracks were played once, twice, 3 to 4 times, 5 to 8 times and so on',
    query: period,
    answer: Shape({ items: Type.Array(PlayCountBin) }),
  },
  'GET /api/stats/diversity': {
    access: 'listener',
    revalidated: true,
    summary: 'How many and how different artists were played by day, week or month, without gaps',
    query: Shape(unitQuery),
    answer: Shape({ items: Type.Array(Diversity) }),
  },
  'GET /api/stats/behaviour': {
    access: 'listener',
    revalidated: true,
    summary: 'Skips, shuffle, offline, platforms, start and end reasons, over all streams that are kept',
    query: period,
    answer: Behaviour,
  },
  'GET /api/stats/sessions': {
    access: 'listener',
    revalidated: true,
    summary: 'Listening sessions, parted by more than 30 minutes; longest first unless sorted otherwise',
    query: Shape({
      ...periodQuery,
      sort: Type.Optional(Type.Union([Type.Literal('ms'), Type.Literal('plays'), Type.Literal('startedAt')])),
      ...limitQuery,
    }),
    answer: SessionsAnswer,
  },
  'GET /api/stats/year/{year}': {
    access: 'listener',
    revalidated: true,
    summary:
      'A year in review: top lists, discoveries, streak, session, most active day, months, the year before',
    params: Shape({ year: Type.Integer({ minimum: 1900, maximum: 2999 }) }),
    answer: YearInReview,
  },
  'GET /api/tracks': {
    access: 'listener',
    revalidated: true,
    summary: 'Leaderboard of tracks, grouped by recording',
    query: leaderboardQuery,
    answer: OffsetPage(TrackRow),
  },
  'GET /api/artists': {
    access: 'listener',
    revalidated: true,
    summary: 'Leaderboard of artists',
    query: leaderboardQuery,
    answer: OffsetPage(ArtistRow),
  },
  'GET /api/albums': {
    access: 'listener',
    revalidated: true,
    summary: 'Leaderboard of albums',
    query: leaderboardQuery,
    answer: OffsetPage(AlbumRow),
  },
  'GET /api/tracks/{id}': {
    access: 'listener',
    revalidated: true,
    summary: 'A track that the listener has played, as its whole recording',
    params: idParams,
    answer: TrackDetail,
  },
  'GET /api/artists/{id}': {
    access: 'listener',
    revalidated: true,
    summary: 'An artist that the listener has played',
    params: idParams,
    answer: ArtistDetail,
  },
  'GET /api/albums/{id}': {
    access: 'listener',
    revalidated: true,
    summary: 'An album that the listener has played from',
    params: idParams,
    answer: AlbumDetail,
  },
  'GET /api/recordings': {
    access: 'listener',
    summary: 'What was joined of the tracks that the listener has played, and why; the most played first',
    query: Shape({
      search: Type.Optional(Type.String({ maxLength: 200 })),
      ...limitQuery,
      ...offsetQuery,
    }),
    answer: OffsetPage(Recording),
  },
  'POST /api/recordings/join': {
    access: 'listener',
    summary:
      'Decide that tracks are one recording; 404 for tracks that the listener has not played, 409 when they are one already',
    body: JoinInput,
    status: 201,
    answer: Shape({ decisionId: Id }),
  },
  'POST /api/recordings/split': {
    access: 'listener',
    summary:
      'Decide that a track is another recording than those it is one with; 409 when it is with no other',
    body: SplitInput,
    status: 201,
    answer: Shape({ decisionId: Id }),
  },
  'GET /api/recordings/decisions': {
    access: 'listener',
    summary:
      'What was decided by hand about tracks that the listener has played, for the host about all; the latest first',
    query: Shape({ ...limitQuery, ...offsetQuery }),
    answer: OffsetPage(RecordingDecision),
  },
  'DELETE /api/recordings/decisions/{id}': {
    access: 'listener',
    summary: 'Take a decision back: what was decided before counts again, or what the program finds',
    params: idParams,
    status: 204,
  },
  'GET /api/exclusions': {
    access: 'listener',
    summary:
      'What the listener does not want counted, the latest first; all of it, or what keeps a track, an artist or a playlist from being counted',
    query: Shape({
      trackId: Type.Optional(Id),
      artistId: Type.Optional(Id),
      playlistId: Type.Optional(Id),
      ...limitQuery,
      ...offsetQuery,
    }),
    answer: OffsetPage(Exclusion),
  },
  'POST /api/exclusions': {
    access: 'listener',
    summary:
      'Count a track, an artist or a playlist no longer: the plays stay, all figures follow; 404 for what the listener has not played or does not watch, 409 when it is excluded already',
    body: ExclusionInput,
    status: 201,
    answer: Exclusion,
  },
  'DELETE /api/exclusions/{id}': {
    access: 'listener',
    summary: 'Count it again; all figures follow',
    params: idParams,
    status: 204,
  },
  'GET /api/playlists': {
    access: 'listener',
    summary: 'The playlists that the listener watches, by name',
    query: Shape({ ...limitQuery, ...offsetQuery }),
    answer: OffsetPage(Playlist),
  },
  'POST /api/playlists': {
    access: 'listener',
    summary: 'Watch a playlist, by web address, URI or id; it is scanned at once, and then daily',
    body: PlaylistInput,
    status: 201,
    answer: Playlist,
  },
  'GET /api/playlists/own': {
    access: 'listener',
    summary:
      "The playlists in the listener's library, asked of Spotify at most 50 at a time; 409 when not connected to Spotify",
    query: Shape({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 50 })),
      ...offsetQuery,
    }),
    answer: OffsetPage(OwnPlaylist),
  },
  'GET /api/playlists/{id}': {
    access: 'listener',
    summary: 'A playlist that the listener watches',
    params: idParams,
    answer: Playlist,
  },
  'DELETE /api/playlists/{id}': {
    access: 'listener',
    summary: 'Watch the playlist no longer; if it was excluded, it is counted again',
    params: idParams,
    status: 204,
  },
  'GET /api/playlists/{id}/tracks': {
    access: 'listener',
    summary: 'The tracks of a playlist with their plays; by position unless sorted otherwise',
    params: idParams,
    query: Shape({ ...playlistTracksQuery, ...limitQuery, ...offsetQuery }),
    answer: OffsetPage(PlaylistTrack),
  },
  'GET /api/playlists/{id}/last-played': {
    access: 'listener',
    summary: 'How many tracks of a playlist were last played in which week, without gaps up to this week',
    params: idParams,
    answer: Shape({ items: Type.Array(LastPlayedWeek), neverPlayed: Count }),
  },
  'GET /api/playlists/{id}/changes': {
    access: 'listener',
    summary: 'What came into a playlist and left it since its first scan, the latest first',
    params: idParams,
    query: Shape({ ...limitQuery, ...offsetQuery }),
    answer: OffsetPage(PlaylistChange),
  },
  'POST /api/playlists/{id}/scan': {
    access: 'listener',
    summary: 'Scan a playlist now; contents are read anew if Spotify says that they have changed',
    params: idParams,
    status: 202,
    answer: Playlist,
  },
  'GET /api/global/summary': {
    access: 'public',
    summary: 'The whole instance in figures, computed every hour',
    answer: globalStats.GlobalSummary,
  },
  'GET /api/global/daily': {
    access: 'public',
    summary: 'The whole instance by day over the last year, computed every hour',
    answer: globalStats.GlobalDaily,
  },
  'GET /api/global/hourly': {
    access: 'public',
    summary: 'The whole instance by hour of the day, computed every hour',
    answer: globalStats.GlobalHourly,
  },
  'GET /api/global/top': {
    access: 'public',
    summary:
      'What the whole instance plays most, of what three listeners or more have played, computed every hour',
    answer: globalStats.GlobalTop,
  },
  'GET /api/instance/settings': {
    access: 'host',
    summary: 'What the host has decided about the instance',
    answer: globalStats.InstanceSettings,
  },
  'PUT /api/instance/settings': {
    access: 'host',
    summary: 'Show or hide on the public page what the instance plays most',
    body: globalStats.InstanceSettings,
    answer: globalStats.InstanceSettings,
  },
  'PUT /api/instance/registration': {
    access: 'host',
    summary: 'Open or close the instance to new listeners; this counts from then on instead of REGISTRATION',
    body: account.Registration,
    answer: account.Registration,
  },
  'GET /api/invitations': {
    access: 'host',
    summary: 'The invitations that can still be used, the latest first; not their links',
    answer: Shape({ items: Type.Array(invitation.Invitation) }),
  },
  'POST /api/invitations': {
    access: 'host',
    summary: 'Make a link that lets one newcomer in within seven days, told this once',
    body: invitation.NewInvitation,
    status: 201,
    answer: invitation.CreatedInvitation,
  },
  'DELETE /api/invitations/{id}': {
    access: 'host',
    summary: 'Revoke an invitation, which holds at once',
    params: idParams,
    status: 204,
  },
  'POST /api/invitations/check': {
    access: 'public',
    summary:
      'Until when an invitation can be used; a sign-in with Spotify that this browser then begins brings it along',
    body: invitation.InvitationInput,
    answer: invitation.InvitationCheck,
  },
  'GET /api/instance/listeners': {
    access: 'host',
    summary:
      'Each listener with connection, monitoring, and imports under way or failed; nothing of what they play',
    answer: Shape({ items: Type.Array(ListenerReport) }),
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
    summary:
      'Readiness; for the host also the counts of every table, workers, queue, budget of calls and cool-downs',
    answer: StatusAnswer,
  },
  'GET /metrics': {
    access: 'public',
    summary:
      'Figures for Prometheus; asks for the METRICS_TOKEN when there is one, else answers this machine only',
    produces: ['text/plain'],
  },
  'GET /api/workers': {
    access: 'host',
    summary: 'Each worker with its heartbeat',
    answer: Shape({ items: Type.Array(Worker) }),
  },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
