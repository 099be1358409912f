import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import { createListener, defaultListeners } from '../listener.ts';
import { isListed } from '../stream.ts';
import { RecentDays } from '../timeline.ts';
import { type ExportReport, writeExtendedExport } from './extended-export.ts';
import { createHeavyListener } from './heavy-listener.ts';
import type { ExtendedLayout } from './layout.ts';

type Row = Record<string, string | number | boolean | null>;

const catalogue = createCatalogue(1);
const until = Date.UTC(2026, 10, 20);
const teo = createListener(elementAt(defaultListeners, 1), {
  seed: 1,
  catalogue,
  startAt: until,
  recentDays: new RecentDays(1),
});
const from = until - 500 * 86_400_000;
const streams = Array.from(teo.timeline.between(from, until));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(layout: ExtendedLayout, quirks = true) {
  const out = join(folder, `${layout}-${quirks}`);
  const options = { catalogue, listener: teo, streams, layout, quirks, as: 'files' as const };
  const report = await writeExtendedExport(options, out);
  const files = new Map<string, Row[]>();
  for (const name of await readdir(out)) {
    if (name.endsWith('.json')) files.set(name, JSON.parse(await readFile(join(out, name), 'utf8')) as Row[]);
  }
  return { report, files, rows: Array.from(files.values()).flat() };
}

const NAMES: Record<ExtendedLayout, RegExp> = {
  '2021': /^MyData\/end(song|video)(_[1-9]\d*)?\.json$/,
  '2023': /^MyData\/Streaming_History_(Audio_\d{4}(-\d{4})?_\d+|Video_\d{4}(-\d{4})?)\.json$/,
  '2024':
    /^Spotify Extended Streaming History\/Streaming_History_(Audio_\d{4}(-\d{4})?_\d+|Video_\d{4}(-\d{4})?)\.json$/,
  '2026': /^Spotify Extended Streaming History\/Streaming_History_(Audio|Video)_\d{4}(_\d+)?\.json$/,
};
const isOlder = (layout: ExtendedLayout) => layout === '2021' || layout === '2023';

describe.each<ExtendedLayout>(['2021', '2023', '2024', '2026'])('the layout of %s', (layout) => {
  let written: Awaited<ReturnType<typeof write>>;
  beforeAll(async () => {
    written = await write(layout);
  });

  it('names its files and counts its rows', () => {
    const { report, files, rows } = written;
    expect(report.files.filter(({ name }) => !NAMES[layout].test(name))).toEqual([]);
    const counts = report.files.map((file) => [file.name.split('/')[1], file.rows]);
    expect(new Map(counts as [string, number][])).toEqual(
      new Map(Array.from(files, ([name, content]) => [name, content.length])),
    );
    expect(report.files.some(({ name }) => /video/i.test(name))).toBe(true);
    expect(rows).toHaveLength(report.rows);
    const { tracks, incognito, episodes, audiobooks, withoutTrack, repeated } = report;
    expect(tracks + incognito + episodes + audiobooks + withoutTrack + repeated).toBe(report.rows);
  });

  it('has the fields of its time', () => {
    const expected = isOlder(layout) ? 21 : 23;
    for (const row of written.rows) expect(Object.keys(row)).toHaveLength(expected);
    const names = Object.keys(written.rows[0] ?? {});
    expect(names.includes('username')).toBe(isOlder(layout));
    expect(names.includes('ip_addr_decrypted')).toBe(isOlder(layout));
    expect(names.includes('audiobook_uri')).toBe(!isOlder(layout));
    const addresses = written.rows.map((row) => row['ip_addr'] ?? row['ip_addr_decrypted']);
    for (const text of addresses)
      expect(text ?? '203.0.113.1').toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
  });

  it('agrees with recently-played to the second', () => {
    const rows = new Map<string, Row[]>();
    for (const row of written.rows)
      rows.set(String(row['ts']), [...(rows.get(String(row['ts'])) ?? []), row]);
    for (const stream of streams.filter((one) => isListed(one) && one.kind === 'track')) {
      const track = elementAt(catalogue.tracks, stream.index);
      const ids = [track.id, catalogue.tracks[track.relinkedIndex ?? -1]?.id];
      const at = `${new Date(stream.offline ? stream.visibleAt : stream.endAt).toISOString().slice(0, 19)}Z`;
      const same = (rows.get(at) ?? []).find(
        (row) =>
          row['ms_played'] === stream.msPlayed &&
          ids.some((id) => row['spotify_track_uri'] === `spotify:track:${id}`),
      );
      expect(same?.['master_metadata_track_name']).toBe(track.name);
    }
  });

  it('has the oddities of real exports', () => {
    const { report, rows } = written;
    const { repeated, relinked, offline, withoutTrack, episodes, incognito } = report;
    expect(Math.min(repeated, relinked, offline, withoutTrack, episodes, incognito)).toBeGreaterThan(0);
    expect(rows.length - new Set(rows.map((row) => JSON.stringify(row))).size).toBe(repeated);
    const starts = rows.map((row) => Number(row['offline_timestamp']));
    expect(starts.some((start) => start > 1e11)).toBe(true);
    expect(starts.some((start) => (isOlder(layout) ? start === 0 : start > 0 && start < 1e11))).toBe(true);
    expect(rows.some((row) => row['offline'] === null)).toBe(true);
    expect(report.empty > 0).toBe(isOlder(layout));
    expect(new Set(rows.map((row) => row['skipped']))).toEqual(
      new Set(isOlder(layout) ? [null, true] : [true, false]),
    );
  });

  it('tells the end of an offline play by its start and length', () => {
    const ends = new Set(streams.map((stream) => Math.floor(stream.endAt / 1000)));
    const uploaded = written.rows.filter((row) => row['offline'] === true);
    expect(uploaded.length).toBeGreaterThan(0);
    for (const row of uploaded.filter((one) => one['ms_played'] !== 0)) {
      const stamp = Number(row['offline_timestamp']);
      const startMs = stamp > 1e11 ? stamp : stamp * 1000;
      const end = Math.floor((startMs + Number(row['ms_played'])) / 1000);
      const isWrongByHours = [0, 1].some((late) => ends.has(end - 4 * 3600 + late));
      expect([0, 1].some((late) => ends.has(end + late)) || isWrongByHours).toBe(true);
    }
  });

  it('is sorted only since December 2023', () => {
    const audio = Array.from(written.files).filter(([name]) => !/video/i.test(name));
    const isSorted = audio.every(([, rows]) => {
      const online = rows.filter((row) => row['offline'] !== true).map((row) => String(row['ts']));
      return online.every((ts, position) => position === 0 || ts >= (online[position - 1] ?? ''));
    });
    expect(isSorted).toBe(!isOlder(layout));
  });
});

it('without quirks repeats nothing and relinks nothing', async () => {
  const { report, rows } = await write('2024', false);
  const { repeated, relinked, empty, audiobooks } = report;
  expect([repeated, relinked, empty, audiobooks]).toEqual([0, 0, 0, 0]);
  expect(rows).toHaveLength(streams.filter((stream) => stream.kind !== 'ad').length);
});

it('overlaps at the turn of the year', async () => {
  const { files } = await write('2026');
  const [earlier = [], later = []] = ['2025', '2026'].map((year) =>
    files.get(`Streaming_History_Audio_${year}.json`),
  );
  const lastOfEarlier = earlier.map((row) => String(row['ts'])).reduce((a, b) => (a > b ? a : b));
  const firstOfLater = later.map((row) => String(row['ts'])).reduce((a, b) => (a < b ? a : b));
  expect(lastOfEarlier > firstOfLater).toBe(true);
});

describe('a ZIP', () => {
  const options = (rows: number) => {
    const listener = createHeavyListener(catalogue, 3, rows, new Date(until));
    return {
      catalogue,
      listener,
      streams: listener.timeline.between(0, until),
      layout: '2024' as const,
      rows,
    };
  };

  it('has exactly the rows asked for and the same bytes every time', async () => {
    const hashes = [];
    let report: ExportReport | undefined;
    for (const name of ['a.zip', 'b.zip']) {
      report = await writeExtendedExport(options(20_000), join(folder, name));
      hashes.push(
        createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex'),
      );
    }
    expect(report?.rows).toBe(20_000);
    expect(report?.files).toHaveLength(3);
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('is refused when the streams do not suffice', async () => {
    const few = { ...options(2_000), rows: 3_000 };
    await expect(writeExtendedExport(few, join(folder, 'few.zip'))).rejects.toThrow(RangeError);
  });
});
