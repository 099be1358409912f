import { expect, test } from 'vitest';
import { accountData } from './account-data.ts';

const NOW = Date.UTC(2026, 10, 24);
const SOUND = { endTime: '2025-01-24 00:23', artistName: 'An Artist', trackName: 'A Track', msPlayed: 5 };

function read(changes: Record<string, unknown>) {
  return accountData.read({ ...SOUND, ...changes }, { file: 1, row: 2 }, NOW);
}

test('a play of a track known by its names, to the minute', () => {
  expect(read({})).toMatchObject({
    file: 1,
    row: 2,
    verdict: null,
    reason: null,
    playedAt: Date.UTC(2025, 0, 24, 0, 23),
    precisionMs: 60_000,
    msPlayed: 5,
    msPlayedIsEstimate: false,
    spotifyId: null,
    localUri: null,
    trackName: 'A Track',
    artistName: 'An Artist',
  });
});

test('podcasts, rows without a name and nonsense are told apart', () => {
  const podcast = {
    podcastName: 'A Show',
    episodeName: 'An Episode',
    artistName: undefined,
    trackName: undefined,
  };
  expect(read(podcast)).toMatchObject({ verdict: 'podcast', trackName: 'An Episode', artistName: 'A Show' });
  expect(read({ trackName: null }).verdict).toBe('without-track');
  expect(read({ artistName: '' }).verdict).toBe('without-track');
  expect(read({ endTime: '24.01.2025' }).verdict).toBe('malformed');
  expect(read({ msPlayed: -5 }).verdict).toBe('malformed');
});

test('an identity is that of the minute, the time played and the names', () => {
  expect(read({}).identity).toBe(read({ endTime: '2025-01-24T00:23:00Z' }).identity);
  for (const change of [
    { endTime: '2025-01-24 00:24' },
    { msPlayed: 6 },
    { artistName: 'An' },
    { artistName: 'An Artist A', trackName: 'Track' },
    { podcastName: 'An Artist', episodeName: 'Another Track' },
  ]) {
    expect(read(change).identity).not.toBe(read({}).identity);
  }
});
