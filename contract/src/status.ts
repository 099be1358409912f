import { type Static, Type } from 'typebox';
import { ImportProgress, ImportState } from './import.ts';
import { MonitoringMode } from './monitoring.ts';
import { Count, Instant, Milliseconds, Nullable, Shape } from './shape.ts';

export const HealthAnswer = Shape({ status: Type.Literal('ok') });

/**
 * A process that takes jobs. `lastHeartbeatAt` older than 90 s means that it is gone. `listeners` are those it polled last or
 * watches, `jobs` those that it runs.
 */
export const Worker = Shape({
  name: Type.String(),
  version: Type.String(),
  startedAt: Instant,
  lastHeartbeatAt: Instant,
  listeners: Count,
  polled: Count,
  watched: Count,
  jobs: Count,
  jobsPerMinute: Count,
});
export type Worker = Static<typeof Worker>;

/**
 * How many calls of Spotify's Web API the whole instance may make in any `windowMs`, and has made. What Spotify allows is not
 * published: `capacity` is learned. `limitSeen` is how many there were when Spotify last refused one for their number, at `limitedAt`.
 * `paceFactor`: so many times slower than wanted what is playing is looked at, for all listeners alike.
 */
export const SpotifyBudget = Shape({
  windowMs: Milliseconds,
  capacity: Count,
  used: Count,
  paceFactor: Type.Number({ minimum: 1 }),
  limitSeen: Nullable(Count),
  limitedAt: Nullable(Instant),
});
export type SpotifyBudget = Static<typeof SpotifyBudget>;

/** A family of endpoints that Spotify has closed to the whole instance, for too many calls or for a day's quota that is used up. */
export const CoolDown = Shape({
  family: Type.String(),
  until: Instant,
  reason: Type.Union([Type.Literal('rate-limit'), Type.Literal('quota')]),
});
export type CoolDown = Static<typeof CoolDown>;

/**
 * How far the names that exports brought are completed with what Spotify knows: tracks `completed`, those that `remain`, and those that
 * Spotify does not know (`unknown`), which are asked for again after 30 days. `perDay` is the average of the last week, `expectedAt` when
 * nothing will remain if it goes on like that. `pausedUntil`: Spotify's quota is used up until then.
 */
export const Enrichment = Shape({
  completed: Count,
  remaining: Count,
  unknown: Count,
  perDay: Nullable(Count),
  expectedAt: Nullable(Instant),
  lastRunAt: Nullable(Instant),
  pausedUntil: Nullable(Instant),
  lastError: Nullable(Type.String()),
});
export type Enrichment = Static<typeof Enrichment>;

/**
 * A listener as the host sees them: how it goes, and nothing of what they play. `plays` are those that count. `lastSeenAt` is exact to
 * ten minutes, and null for who is not signed in anywhere. `imports` are those under way and those that have failed.
 */
export const ListenerReport = Shape({
  id: Type.Integer(),
  name: Type.String(),
  isHost: Type.Boolean(),
  createdAt: Instant,
  lastSeenAt: Nullable(Instant),
  plays: Count,
  connection: Nullable(Type.Union([Type.Literal('connected'), Type.Literal('needs-reconnection')])),
  monitoring: Nullable(
    Shape({
      enabled: Type.Boolean(),
      mode: MonitoringMode,
      lastPollAt: Nullable(Instant),
      lastError: Nullable(Type.String()),
    }),
  ),
  imports: Type.Array(
    Shape({
      id: Type.Integer(),
      state: ImportState,
      createdAt: Instant,
      progress: Nullable(ImportProgress),
      error: Nullable(Type.String()),
    }),
  ),
});
export type ListenerReport = Static<typeof ListenerReport>;

/** What the database takes on the disk, in bytes: all of it, and each table with its indexes. */
export const Storage = Shape({ bytes: Count, tables: Type.Record(Type.String(), Count) });
export type Storage = Static<typeof Storage>;

/** Readiness for everyone; the figures for the host only. */
export const StatusAnswer = Shape({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  version: Type.String(),
  database: Type.Union([Type.Literal('up'), Type.Literal('down')]),
  tables: Type.Optional(Type.Record(Type.String(), Count)),
  storage: Type.Optional(Storage),
  workers: Type.Optional(Type.Array(Worker)),
  queue: Type.Optional(
    Type.Array(Shape({ name: Type.String(), queued: Count, active: Count, failed: Count })),
  ),
  budget: Type.Optional(SpotifyBudget),
  coolDowns: Type.Optional(Type.Array(CoolDown)),
  enrichment: Type.Optional(Enrichment),
});
export type StatusAnswer = Static<typeof StatusAnswer>;

/** Server-sent events: each names what changed; the page then asks again for what it shows. */
export const ServerEvent = Type.Union([
  Shape({ type: Type.Literal('play'), plays: Count }),
  Shape({ type: Type.Literal('import'), id: Type.Integer(), state: Nullable(Type.String()) }),
  Shape({ type: Type.Literal('monitoring') }),
  Shape({ type: Type.Literal('now-playing') }),
]);
export type ServerEvent = Static<typeof ServerEvent>;
