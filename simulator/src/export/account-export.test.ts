import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCatalogue } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import { createListener, defaultListeners } from '../listener.ts';
import { RecentDays } from '../timeline.ts';
import { writeAccountExport } from './account-export.ts';

const catalogue = createCatalogue(1);
const until = Date.UTC(2026, 10, 20);
const surroundings = { seed: 1, catalogue, startAt: until, recentDays: new RecentDays(1) };
const teo = createListener(elementAt(defaultListeners, 1), surroundings);
const streams = Array.from(teo.timeline.between(until - 365 * 86_400_000, until));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'account-export-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('names tracks by the minute, ten thousand to a file', async () => {
  const report = await writeAccountExport({ catalogue, streams, as: 'files' }, folder);
  expect(await readdir(folder)).toEqual([
    'Playlist1.json',
    'StreamingHistory_music_0.json',
    'StreamingHistory_music_1.json',
    'StreamingHistory_podcast_0.json',
    'YourLibrary.json',
  ]);
  const first = JSON.parse(await readFile(join(folder, 'StreamingHistory_music_0.json'), 'utf8')) as object[];
  expect(first).toHaveLength(10_000);
  const heard = streams.filter((stream) => stream.kind === 'track' || stream.kind === 'local');
  expect(report.rows).toBe(heard.length);
  const stream = heard.find(({ kind }) => kind === 'track');
  const track = elementAt(catalogue.tracks, stream?.index ?? -1);
  expect(first).toContainEqual({
    endTime: new Date(stream?.endAt ?? 0).toISOString().slice(0, 16).replace('T', ' '),
    artistName: catalogue.artists[track.artistIndexes[0] ?? -1]?.name,
    trackName: track.name,
    msPlayed: stream?.msPlayed,
  });
});
