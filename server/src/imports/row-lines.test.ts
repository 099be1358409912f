import { expect, test } from 'vitest';
import { extendedRow } from '../../test/exports.ts';
import { extendedHistory } from './formats/extended-history.ts';
import { RowLines } from './row-lines.ts';

/** More than are remembered, since their titles are long. */
const MANY = 25_000;

const titleOf = (track: number) => `Title ${track}`.padEnd(900, '.');

const rowOf = (row: number, track: number, over: object = {}) =>
  extendedHistory.read(
    extendedRow({
      spotify_track_uri: `spotify:track:${String(track).padStart(22, '0')}`,
      master_metadata_track_name: titleOf(track),
      ms_played: row,
      ...over,
    }),
    { file: 0, row },
    Date.UTC(2026, 0, 1),
  );

/** What COPY would read of the lines: per row its place, verdict and track, and the descriptions by their numbers. */
function read({ rows, tracks }: { rows: string; tracks: string }) {
  const cells = (lines: string) =>
    lines
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'));
  return {
    rows: cells(rows).map(([position, , , verdict, , track]) => ({ position, verdict, track })),
    tracks: cells(tracks).map(([number, , spotifyId, , name]) => ({ number, spotifyId, name })),
  };
}

test('beyond the tracks that are remembered, every row still has its description, and repeated rows are still told', () => {
  const lines = new RowLines('');
  const first = read(lines.add(Array.from({ length: MANY }, (_, at) => rowOf(at, at))));
  expect(first.rows.every(({ track }, at) => track === String(at))).toBe(true);
  expect(first.tracks.every(({ number, name }, at) => number === String(at) && name === titleOf(at))).toBe(
    true,
  );
  expect(first.tracks).toHaveLength(MANY);

  // The first track was forgotten and is described anew, the last one was not.
  const again = read(
    lines.add([
      rowOf(MANY, 0),
      rowOf(MANY + 1, 0),
      rowOf(MANY + 2, MANY - 1),
      rowOf(MANY + 3, 1, { ms_played: 1 }),
      rowOf(MANY + 4, MANY - 1, { ms_played: MANY - 1 }),
    ]),
  );
  expect(again.tracks.map(({ number, name }) => [number, name])).toEqual([
    [String(MANY), titleOf(0)],
    [String(MANY + 1), titleOf(1)],
  ]);
  expect(again.rows).toEqual([
    { position: String(MANY), verdict: '\\N', track: String(MANY) },
    { position: String(MANY + 1), verdict: '\\N', track: String(MANY) },
    { position: String(MANY + 2), verdict: '\\N', track: String(MANY - 1) },
    { position: String(MANY + 3), verdict: 'repeated-in-file', track: String(MANY + 1) },
    { position: String(MANY + 4), verdict: 'repeated-in-file', track: String(MANY - 1) },
  ]);
});

test('no text breaks out of its cell', () => {
  const text = '\\N\t\\.\n\r\n\\';
  const line = new RowLines('7\t8\t').add([
    rowOf(0, 0, { master_metadata_track_name: text, platform: text, reason_start: text }),
  ]);
  for (const [lines, cells] of [
    [line.rows, 19],
    [line.tracks, 9],
  ] as const) {
    expect(lines.split('\n')).toHaveLength(2);
    expect(lines.split('\t')).toHaveLength(cells);
    expect(lines).toContain('\t\\\\N\\t\\\\.\\n\\r\\n\\\\\t');
  }
});
