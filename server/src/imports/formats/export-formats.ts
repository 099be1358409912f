import { accountData } from './account-data.ts';
import type { ExportFormat } from './export-format.ts';
import { extendedHistory } from './extended-history.ts';
import { ownCsv, ownJsonLines } from './own-export.ts';

/** Everything that can be imported; a file belongs to the first format that recognises a row of it. */
export const EXPORT_FORMATS = [
  extendedHistory,
  accountData,
  ownJsonLines,
  ownCsv,
] as const satisfies ExportFormat[];

/** What a file of an upload is; `other` holds no plays. */
export type HistoryKind = (typeof EXPORT_FORMATS)[number]['kind'] | 'other';
