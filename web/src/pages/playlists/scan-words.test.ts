import type { Playlist } from '@analytics/contract/playlist';
import { expect, test } from 'vitest';
import { scanWords } from './scan-words.ts';

const now = Date.parse('2025-03-01T12:00:00.000Z');
const scanned: Playlist = {
  id: 1,
  spotifyId: '37i9dQZF1DXcBWIGoYBM5M',
  spotifyUrl: 'https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M',
  name: 'On repeat',
  ownerName: 'maja',
  imageUrl: null,
  contents: 'available',
  trackCount: 12,
  episodeCount: 0,
  missingCount: 0,
  plays: 0,
  ms: 0,
  share: 0,
  addedAt: '2025-02-01T12:00:00.000Z',
  state: 'idle',
  progress: null,
  lastScannedAt: '2025-03-01T09:00:00.000Z',
  nextScanAt: '2025-03-02T09:00:00.000Z',
  lastError: null,
};

const cases: [Partial<Playlist>, string, string][] = [
  [{}, 'on', 'Scanned 3 hours ago'],
  [{ lastScannedAt: '2025-03-01T12:00:10.000Z' }, 'on', 'Scanned now'],
  [{ state: 'waiting', lastError: 'Spotify is away.' }, 'off', 'Will be scanned in a moment …'],
  [{ state: 'scanning' }, 'on', 'Being scanned …'],
  [{ state: 'scanning', progress: { done: 50, total: 1200 } }, 'on', 'Being scanned, 50 of 1,200 rows …'],
  [{ contents: 'unknown', lastScannedAt: null }, 'off', 'Not scanned yet'],
  [{ contents: 'not-available', trackCount: 0 }, 'trouble', 'Spotify does not show you what is in it.'],
  [
    { contents: 'gone' },
    'trouble',
    'Spotify knows no such playlist, or not any more. What was in it before is kept here.',
  ],
  [
    { lastError: 'Spotify cannot be reached.', nextScanAt: '2025-03-01T12:30:00.000Z' },
    'trouble',
    'The last scan failed. Spotify cannot be reached. The next one is in 30 minutes.',
  ],
];

test.each(cases)('%o is told as %s: %s', (part, tone, text) => {
  expect(scanWords({ ...scanned, ...part }, now)).toEqual({ tone, text });
});
