/** The four shapes in which the Extended streaming history was handed out, by the year that they are typical of. */
export type ExtendedLayout = '2021' | '2023' | '2024' | '2026';

/** What the rows of one file have in common. */
export interface FileContent {
  isVideo: boolean;
  /** How many files of this kind came before; in the layout of 2026, of this year. */
  number: number;
  firstYear: number;
  lastYear: number;
}

/** The 21 fields and the unsorted rows of the time before December 2023. */
export function isOlder(layout: ExtendedLayout): boolean {
  return layout === '2021' || layout === '2023';
}

/** The folder inside the ZIP. */
export function folderOf(layout: ExtendedLayout): string {
  return isOlder(layout) ? 'MyData' : 'Spotify Extended Streaming History';
}

/** The name of a file, without the folder. */
export function fileNameOf(layout: ExtendedLayout, content: FileContent): string {
  const { isVideo, number, firstYear, lastYear } = content;
  const suffix = number === 0 ? '' : `_${number}`;
  if (layout === '2021') return `${isVideo ? 'endvideo' : 'endsong'}${suffix}.json`;
  const years = firstYear === lastYear ? `${firstYear}` : `${firstYear}-${lastYear}`;
  if (isVideo) return `Streaming_History_Video_${years}${suffix}.json`;
  return `Streaming_History_Audio_${years}${layout === '2026' ? suffix : `_${number}`}.json`;
}
