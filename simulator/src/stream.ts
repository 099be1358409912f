import type { Catalogue } from './catalogue.ts';
import { elementAt } from './element-at.ts';

/** What was heard: a track, a local file, an episode, an advertisement, or a track in a private session. */
export type StreamKind = 'track' | 'local' | 'episode' | 'ad' | 'private';

/** A jump within a stream: after so many ms of playing, on at this place of what is streamed. */
export interface Seek {
  afterMs: number;
  toMs: number;
}

/** One stretch of listening: the truth that every answer of the simulator is made from. Instants in ms. */
export interface Stream {
  kind: StreamKind;
  /** Index into the catalogue's tracks, local files or episodes, by kind; -1 for an advertisement. */
  index: number;
  startAt: number;
  endAt: number;
  msPlayed: number;
  /** One pause: after so many ms of playing, for so many ms. 0 and 0 when there was none. */
  pauseAfterMs: number;
  pauseMs: number;
  /** Jumps, in order; absent where there was none. */
  seeks?: Seek[];
  /** When the stream shows in recently-played: its end, or the later upload of an offline device. */
  visibleAt: number;
  contextUri: string | null;
  shuffle: boolean;
  skipped: boolean;
  offline: boolean;
  /** Index into `devices`. */
  device: number;
  reasonStart: string;
  reasonEnd: string;
}

/** A device that listeners own, and what exports call it. */
export interface Device {
  name: string;
  type: string;
  platform: string;
}

export const devices: readonly Device[] = [
  { name: 'Pocket phone', type: 'Smartphone', platform: 'Android OS 14 API 34 (Fairphone, FP5)' },
  { name: 'Desk', type: 'Computer', platform: 'Windows 10 (10.0.19045; x64)' },
  { name: 'Kitchen', type: 'Speaker', platform: 'Partner sonos_ppc Sonos;Play1' },
  { name: 'Browser tab', type: 'Computer', platform: 'web_player linux 128;firefox 128.0;desktop' },
  { name: 'Tablet', type: 'Tablet', platform: 'iOS 17.4 (iPad13,1)' },
];

/** Spotify lists a play as recently played when it was heard for this long. */
const LISTED_FROM_MS = 30_000;

/** Whether recently-played ever lists the stream. */
export function isListed(stream: Stream): boolean {
  return stream.msPlayed >= LISTED_FROM_MS && (stream.kind === 'track' || stream.kind === 'local');
}

/** At which place of what is streamed it is after so many ms of playing. */
export function positionMs(stream: Stream, playedMs: number): number {
  const seek = stream.seeks?.findLast(({ afterMs }) => afterMs <= playedMs);
  return seek === undefined ? playedMs : seek.toMs + playedMs - seek.afterMs;
}

/** The whole length of what is streamed, in ms. */
export function lengthMs(catalogue: Catalogue, kind: StreamKind, index: number): number {
  if (kind === 'ad') return 30_000;
  if (kind === 'local') return elementAt(catalogue.localFiles, index).durationMs;
  if (kind === 'episode') return elementAt(catalogue.episodes, index).durationMs;
  return elementAt(catalogue.tracks, index).durationMs;
}

/** The Spotify URI of what is streamed; null for an advertisement. */
export function uriOf(catalogue: Catalogue, stream: Stream): string | null {
  const { kind, index } = stream;
  if (kind === 'ad') return null;
  if (kind === 'local') return elementAt(catalogue.localFiles, index).uri;
  if (kind === 'episode') return `spotify:episode:${elementAt(catalogue.episodes, index).id}`;
  return `spotify:track:${elementAt(catalogue.tracks, index).id}`;
}
