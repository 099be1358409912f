import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What this process does in the background. Workers serve no HTTP: they report it, and whoever is asked tells it for all. */
export const ofWork = new Registry();

/** What this process is, and how it answers requests. */
export const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess });

export const recordedPlays = new Counter({
  name: 'analytics_recorded_plays_total',
  help: 'Plays that have come into histories, by where they came from.',
  labelNames: ['source'],
  registers: [ofWork],
});

export const pollLateness = new Histogram({
  name: 'analytics_poll_lateness_seconds',
  help: 'How much later than it was due a poll of recently played tracks began.',
  buckets: [1, 5, 15, 30, 60, 300, 1_800],
  registers: [ofWork],
});

export const spotifyCalls = new Counter({
  name: 'analytics_spotify_calls_total',
  help: 'Calls to the Web API, by family of endpoints and status; "none" had no answer.',
  labelNames: ['family', 'status'],
  registers: [ofWork],
});

export const importStages = new Histogram({
  name: 'analytics_import_stage_seconds',
  help: 'How long the stages of imports took that came to their end.',
  labelNames: ['stage'],
  buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 300],
  registers: [ofWork],
});

export const readRows = new Counter({
  name: 'analytics_import_rows_total',
  help: 'Rows of uploads that were read.',
  registers: [ofWork],
});

export const requestDurations = new Histogram({
  name: 'analytics_http_request_seconds',
  help: 'How long requests took, by route and class of the status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
  registers: [ofProcess],
});
