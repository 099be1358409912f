import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import yazl from 'yazl';
import type { ExportedPlay } from './exported-plays.queries.ts';
import { accountRow, extendedRow } from './spotify-rows.ts';

/** As many rows as Spotify itself puts into a file, about. */
const EXTENDED_ROWS = 15_000;
const ACCOUNT_ROWS = 10_000;

/** The streams of a ZIP hold a few pieces each, so that pieces have to be small; in characters. */
const PIECE_LENGTH = 64 * 1024;

/**
 * A ZIP in the layout of Spotify's own exports: the Extended streaming history in a file or more per year and, since it can
 * tell no track without an id, the account data for the others, which have to come last. Nothing more is read once the
 * archive is closed; whoever closes it ends the plays.
 */
export function toSpotifyArchive(plays: AsyncIterable<ExportedPlay[]>): Readable {
  const zip = new yazl.ZipFile();
  const archive = zip.outputStream as PassThrough;
  addFiles(zip, plays).then(
    () => zip.end(),
    (error: unknown) => archive.destroy(error as Error),
  );
  return archive;
}

/** Writes no faster than the archive is read. */
async function addFiles(zip: yazl.ZipFile, plays: AsyncIterable<ExportedPlay[]>) {
  const pathOf = filePaths();
  let path = '';
  let file = new PassThrough();
  let text = '';
  for await (const rows of plays) {
    for (const play of rows) {
      const row = JSON.stringify(isNamedOnly(play) ? accountRow(play) : extendedRow(play));
      const itsPath = pathOf(play);
      if (itsPath === path) {
        text += `,\n${row}`;
      } else {
        file.end(`${text}\n]\n`);
        path = itsPath;
        file = new PassThrough();
        zip.addReadStream(file, path);
        text = `[\n${row}`;
      }
      if (text.length < PIECE_LENGTH) continue;
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(`${text}\n]\n`);
}

const isNamedOnly = ({ spotifyId, localUri }: ExportedPlay) => spotifyId === null && localUri === null;

/** Names the file of each play; the plays come file by file. */
function filePaths() {
  let group = '';
  let number = 0;
  let rows = 0;
  return (play: ExportedPlay) => {
    const itsGroup = isNamedOnly(play) ? 'music' : String(play.playedAt.getUTCFullYear());
    const isFull = rows === (isNamedOnly(play) ? ACCOUNT_ROWS : EXTENDED_ROWS);
    if (itsGroup !== group || isFull) {
      number = itsGroup === group ? number + 1 : 0;
      group = itsGroup;
      rows = 0;
    }
    rows += 1;
    if (isNamedOnly(play)) return `Spotify Account Data/StreamingHistory_music_${number}.json`;
    const suffix = number === 0 ? '' : `_${number}`;
    return `Spotify Extended Streaming History/Streaming_History_Audio_${group}${suffix}.json`;
  };
}
