import type { ImportRow, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, sumVerdicts } from '../../test/exports.ts';
import { listReceipt } from '../../test/hostile-listener.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const RUNS = 10;
const DAY_MS = 86_400_000;
const TRACKS = 5;

const FORMATS = ['extended', 'account', 'listenbrainz', 'last-fm', 'played-tracks'] as const;

/** A row of a made-up upload: what it is, and in which of Spotify's exports or those of other programs it stands. */
interface MadeRow {
  kind: 'play' | 'incognito' | 'podcast' | 'without-track' | 'malformed';
  format: (typeof FORMATS)[number];
  track: number;
  /** Sessions are a day apart. */
  session: number;
  second: number;
  msPlayed: number;
  offlineStart: number | null;
  junk: unknown;
}

/** Few tracks in a short time, so that rows repeat, neighbour and cross each other. */
const madeRow: fc.Arbitrary<MadeRow> = fc.record({
  kind: fc.constantFrom(
    ...['play', 'play', 'play', 'play', 'play', 'play'].map(() => 'play' as const),
    ...(['incognito', 'podcast', 'without-track', 'malformed'] as const),
  ),
  format: fc.constantFrom('extended', 'extended', ...FORMATS),
  track: fc.nat({ max: TRACKS - 1 }),
  session: fc.nat({ max: 3 }),
  second: fc.oneof(fc.nat({ max: 3_600 }), fc.constantFrom(0, 1, 59, 60, 450, 451, 900)),
  msPlayed: fc.constantFrom(0, 5_000, 19_999, 20_000, 29_999, 30_000, 180_000, 200_000),
  offlineStart: fc.constantFrom(null, null, 1_700, 1_701),
  junk: fc.constantFrom('text', 7, null, true, [], {}, { ts: 1 }, [{ ts: '2024-01-01', ms_played: 1 }]),
});

const podcast = (format: MadeRow['format']): MadeRow => ({
  kind: 'podcast',
  format,
  track: 0,
  session: 0,
  second: 0,
  msPlayed: 0,
  offlineStart: null,
  junk: null,
});

/** Each run lives in a week and with tracks of its own, so that two listeners do for all runs. */
class Run {
  private readonly number: number;
  readonly beginAt: number;

  constructor(number: number) {
    this.number = number;
    this.beginAt = Date.UTC(2010, 0, 1) + number * 7 * DAY_MS;
  }

  write(row: MadeRow): unknown {
    if (row.kind === 'malformed') return row.junk;
    if (row.format === 'extended') return this.writeExtended(row);
    return row.format === 'account' ? this.writeAccount(row) : this.writeOther(row);
  }

  /** The same rows in two files of each format, in one of many orders; each file begins with a row that shows its format. */
  files(rows: readonly MadeRow[], order: readonly number[]) {
    const placed = rows.map((row, at) => ({ row, place: order[at % order.length] ?? 0 }));
    placed.sort((a, b) => a.place - b.place);
    const files = FORMATS.flatMap((format) =>
      [0, 1].map((half) => {
        const chosen = placed.filter(({ row, place }) => row.format === format && place % 2 === half);
        const content = [podcast(format), ...chosen.map(({ row }) => row)];
        return jsonFile(
          content.map((row) => this.write(row)),
          `${format}_${half}.json`,
        );
      }),
    );
    return (order[0] ?? 0) % 3 === 0 ? files.toReversed() : files;
  }

  private writeExtended({ kind, track, session, second, msPlayed, offlineStart }: MadeRow): unknown {
    const isNamed = kind === 'play' || kind === 'incognito';
    // The last track is a file of the listener's own.
    const uri =
      track === TRACKS - 1
        ? `spotify:local:B:C:Local+${this.number}:200`
        : `spotify:track:${`${this.number}x${track}`.padEnd(22, 'x')}`;
    return extendedRow({
      ts: new Date(this.endAt(session, second)).toISOString().replace('.000', ''),
      ms_played: msPlayed,
      offline: offlineStart !== null,
      offline_timestamp: offlineStart && this.endAt(session, offlineStart) / 1_000 - 3_600,
      incognito_mode: kind === 'incognito',
      spotify_track_uri: isNamed ? uri : null,
      spotify_episode_uri: kind === 'podcast' ? 'spotify:episode:x' : null,
      master_metadata_track_name: this.title(track),
      master_metadata_album_artist_name: 'Somebody',
    });
  }

  private writeAccount({ kind, track, session, second, msPlayed }: MadeRow): unknown {
    const endTime = new Date(this.endAt(session, second)).toISOString().slice(0, 16).replace('T', ' ');
    if (kind === 'podcast') return { endTime, msPlayed, podcastName: 'P', episodeName: 'E' };
    const trackName = kind === 'play' ? this.title(track) : null;
    return { endTime, msPlayed, artistName: 'Somebody', trackName };
  }

  /** Other programs know no podcasts and no private sessions; what is neither play nor malformed names no track. */
  private writeOther({ kind, format, track, session, second }: MadeRow): unknown {
    const at = this.endAt(session, second);
    const name = kind === 'play' ? this.title(track) : null;
    const uts = String(at / 1_000);
    if (format === 'last-fm') return { artist: { '#text': 'Somebody' }, name, date: { uts } };
    if (format === 'played-tracks')
      return { played_at: new Date(at).toISOString(), track: { name, artists: [{ name: 'Somebody' }] } };
    return { listened_at: at / 1_000, track_metadata: { artist_name: 'Somebody', track_name: name } };
  }

  private endAt(session: number, second: number): number {
    return this.beginAt + session * DAY_MS + second * 1_000;
  }

  /** Two ids share a title, as those of an album and a single do. */
  private title(track: number): string {
    return `Title ${this.number} ${track === 1 ? 0 : track}`;
  }
}

const FIELDS: Record<ImportVerdict, keyof ImportStatistics> = {
  'repeated-in-file': 'repeatedInFile',
  'exact-duplicate': 'exactDuplicates',
  'window-duplicate': 'windowDuplicates',
  'sequence-duplicate': 'sequenceDuplicates',
  incognito: 'incognito',
  podcast: 'podcasts',
  'without-track': 'withoutTrack',
  malformed: 'malformed',
};

/** The figures and the receipt agree with each other, and the receipt is in file order. */
function expectAgreement(statistics: ImportStatistics, receipt: readonly ImportRow[]): void {
  expect(sumVerdicts(statistics)).toBe(statistics.totalRows);
  expect(receipt).toHaveLength(statistics.totalRows - statistics.toImport);
  for (const [verdict, field] of Object.entries(FIELDS)) {
    const listed = receipt.filter((row) => row.verdict === verdict);
    expect([verdict, listed.length]).toEqual([verdict, statistics[field]]);
  }
  const names = statistics.files.map(({ name }) => name);
  const places = receipt.map(({ file, row }) => names.indexOf(file) * 1_000 + row);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBe(places.length);
}

const figuresOf = ({ files: _files, ...figures }: ImportStatistics) => figures;

/** The listener's plays of a run. */
async function playsOf(listener: Browser, run: Run): Promise<string[]> {
  const from = new Date(run.beginAt - DAY_MS).toISOString().slice(0, 10);
  const { items } = await listener.json<{ items: Play[] }>(`/api/plays?limit=200&from=${from}`);
  return items
    .map(({ playedAt, msPlayed, counted, track }) =>
      [playedAt, msPlayed, counted, track.name, track.spotifyId].join(' '),
    )
    .toSorted();
}

test('verdicts add up to the rows, and the order of rows and files decides nothing', async () => {
  const listeners = await Promise.all(
    ['first', 'second'].map((name) => Browser.signUp(server.address, name, 'Asia/Kathmandu')),
  );
  // Somebody else has played everything: what the catalogue knows is the same for both.
  const third = await Browser.signUp(server.address, 'third');
  const known = Array.from({ length: 400 * TRACKS }, (_, at) =>
    new Run(Math.floor(at / TRACKS)).write({
      ...podcast('extended'),
      kind: 'play',
      track: at % TRACKS,
      second: at,
    }),
  );
  await importFiles(third, [jsonFile(known)]);
  const importBoth = (uploads: readonly { name: string; content: Blob }[][]) =>
    Promise.all(listeners.map((listener, at) => importFiles(listener, uploads[at] ?? [])));
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(madeRow, { maxLength: 80 }).filter((rows) => rows.some(({ kind }) => kind === 'play')),
      fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 80 }),
      fc.oneof(fc.constant(0), fc.nat({ max: 60 })),
      async (rows, order, before) => {
        const run = new Run((runs += 1));
        const orders = [[0], order];
        const earlier = rows.slice(0, before);
        if (earlier.some(({ kind }) => kind === 'play')) {
          await importBoth(orders.map(() => run.files(earlier, [1])));
        }
        const uploads = orders.map((each) => run.files(rows, each));
        const [one, two] = await importBoth(uploads);
        if (!one || !two) throw new Error('no import');
        expect(one.statistics.totalRows).toBe(rows.length + 2 * FORMATS.length);
        expect(figuresOf(two.statistics)).toEqual(figuresOf(one.statistics));
        for (const [at, { id, statistics }] of [one, two].entries()) {
          const listener = listeners[at];
          if (listener) expectAgreement(statistics, await listReceipt(listener, id, at === 0 ? 7 : 200));
        }
        const [plays, others] = await Promise.all(listeners.map((listener) => playsOf(listener, run)));
        expect(others).toEqual(plays);
        const listener = listeners[runs % 2] ?? third;
        const again = await importFiles(listener, uploads[(runs + 1) % 2] ?? []);
        expect(again.statistics.toImport).toBe(0);
        expect(await playsOf(listener, run)).toEqual(plays);
      },
    ),
    { numRuns: RUNS },
  );
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});
