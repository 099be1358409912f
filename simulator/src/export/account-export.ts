import type { Catalogue } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import type { Stream } from '../stream.ts';
import { folderArchive, zipArchive } from './archive.ts';

/** What to export. */
export interface AccountExport {
  catalogue: Catalogue;
  /** In order of their ends, usually those of the last year. */
  streams: Iterable<Stream>;
  /** `StreamingHistoryN.json` as before 2024, instead of `StreamingHistory_music_N.json`. Default false. */
  older?: boolean;
  /** Default `zip`. */
  as?: 'zip' | 'files';
}

/** What was written. */
export interface AccountExportReport {
  rows: number;
  podcastRows: number;
  files: { name: string; rows: number }[];
}

const ROWS_PER_FILE = 10_000;

/** Writes an account-data export: names only, minutes only. Private sessions and advertisements are left out. */
export async function writeAccountExport(
  { catalogue, streams, older = false, as = 'zip' }: AccountExport,
  outPath: string,
): Promise<AccountExportReport> {
  const archive = as === 'files' ? await folderArchive(outPath) : zipArchive(outPath);
  const folder = older ? 'MyData' : 'Spotify Account Data';
  const report: AccountExportReport = { rows: 0, podcastRows: 0, files: [] };
  let rows: object[] = [];
  const podcastRows: object[] = [];
  const addFile = async (name: string, content: object[]) => {
    report.files.push({ name: `${folder}/${name}`, rows: content.length });
    await archive.add(`${folder}/${name}`, [JSON.stringify(content, undefined, 2)]);
  };
  const nextName = () => `StreamingHistory${older ? '' : '_music_'}${report.files.length}.json`;
  for (const stream of streams) {
    if (stream.kind === 'episode') podcastRows.push(podcastRow(catalogue, stream));
    if (stream.kind !== 'track' && stream.kind !== 'local') continue;
    rows.push(musicRow(catalogue, stream));
    report.rows += 1;
    if (rows.length < ROWS_PER_FILE) continue;
    await addFile(nextName(), rows);
    rows = [];
  }
  await addFile(nextName(), rows);
  report.podcastRows = podcastRows.length;
  if (!older) await addFile('StreamingHistory_podcast_0.json', podcastRows);
  await archive.add(`${folder}/Playlist1.json`, ['{"playlists":[]}']);
  await archive.add(`${folder}/YourLibrary.json`, ['{"tracks":[],"albums":[],"artists":[]}']);
  await archive.close();
  return report;
}

function musicRow(catalogue: Catalogue, stream: Stream): object {
  const { msPlayed } = stream;
  const endTime = minuteOf(stream.endAt);
  if (stream.kind === 'local') {
    const { artist, title } = elementAt(catalogue.localFiles, stream.index);
    return { endTime, artistName: artist, trackName: title, msPlayed };
  }
  const track = elementAt(catalogue.tracks, stream.index);
  const artistName = elementAt(catalogue.artists, elementAt(track.artistIndexes, 0)).name;
  return { endTime, artistName, trackName: track.name, msPlayed };
}

function podcastRow(catalogue: Catalogue, stream: Stream): object {
  const { name, showName } = elementAt(catalogue.episodes, stream.index);
  const endTime = minuteOf(stream.endAt);
  return { endTime, podcastName: showName, episodeName: name, msPlayed: stream.msPlayed };
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
