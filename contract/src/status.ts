import { type Static, Type } from 'typebox';
import { Count, Instant, Nullable, Shape } from './shape.ts';

export const HealthAnswer = Shape({ status: Type.Literal('ok') });

/** A process that takes jobs. `lastHeartbeatAt` older than 90 s means that it is gone. */
export const Worker = Shape({
  name: Type.String(),
  version: Type.String(),
  startedAt: Instant,
  lastHeartbeatAt: Instant,
  listeners: Count,
  jobs: Count,
});
export type Worker = Static<typeof Worker>;

/** Readiness for everyone; the figures for the host only. */
export const StatusAnswer = Shape({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  version: Type.String(),
  database: Type.Union([Type.Literal('up'), Type.Literal('down')]),
  tables: Type.Optional(Type.Record(Type.String(), Count)),
  workers: Type.Optional(Type.Array(Worker)),
  queue: Type.Optional(
    Type.Array(Shape({ name: Type.String(), queued: Count, active: Count, failed: Count })),
  ),
  coolDowns: Type.Optional(Type.Array(Shape({ family: Type.String(), until: Instant }))),
});
export type StatusAnswer = Static<typeof StatusAnswer>;

/** Server-sent events: each names what changed; the page then asks again for what it shows. */
export const ServerEvent = Type.Union([
  Shape({ type: Type.Literal('play'), plays: Count }),
  Shape({ type: Type.Literal('import'), id: Type.Integer(), state: Nullable(Type.String()) }),
  Shape({ type: Type.Literal('monitoring') }),
]);
export type ServerEvent = Static<typeof ServerEvent>;
