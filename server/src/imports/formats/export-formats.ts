import { accountData } from './account-data.ts';
import type { ExportFormat } from './export-format.ts';
import { extendedHistory } from './extended-history.ts';
import { koito } from './koito.ts';
import { lastFmCsv, lastFmJson } from './last-fm.ts';
import { listenBrainz } from './listenbrainz.ts';
import { maloja } from './maloja.ts';
import { ownCsv, ownJsonLines } from './own-export.ts';
import { playedTracks } from './played-tracks.ts';

/**
 * Everything that can be imported, what knows a play better first; a file belongs to the first format that recognises a row of
 * it.
 */
export const EXPORT_FORMATS = [
  extendedHistory,
  ownJsonLines,
  ownCsv,
  accountData,
  playedTracks,
  listenBrainz,
  koito,
  maloja,
  lastFmJson,
  lastFmCsv,
] as const satisfies ExportFormat[];

/** What a file of an upload is; `other` holds no plays. */
export type HistoryKind = (typeof EXPORT_FORMATS)[number]['kind'] | 'other';

const FORMATS: readonly ExportFormat[] = EXPORT_FORMATS;

/** What the times of another program's export are; undefined for exports that say how long each play ran. */
export const timesOf = (kind: HistoryKind) => FORMATS.find((format) => format.kind === kind)?.times;

/** The place of a kind among all, what knows a play better first. */
export const rankOf = (kind: HistoryKind) => FORMATS.findIndex((format) => format.kind === kind);
