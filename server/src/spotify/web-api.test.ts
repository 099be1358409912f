import { expect, test } from 'vitest';
import { parseRecentlyPlayed } from './web-api.ts';

const track = {
  id: '0'.repeat(22),
  uri: `spotify:track:${'0'.repeat(22)}`,
  name: 'A track',
  duration_ms: 200_000,
  artists: [{ name: 'An artist' }],
};
const playedAt = '2026-06-01T12:00:00.000Z';

test.each([[undefined], [null], ['text'], [[]], [{}], [{ items: null }], [{ items: { 0: {} } }]])(
  'JSON of another shape is no answer: %j',
  (answer) => {
    expect(parseRecentlyPlayed(answer)).toBeUndefined();
  },
);

test('rows that are not as they should be are passed over, each by itself', () => {
  const sound = { track, played_at: playedAt, context: { type: 'unknown' }, something: 'new' };
  const odd = [
    null,
    'a row',
    {},
    { track, played_at: null },
    { track, played_at: 'yesterday' },
    { track: null, played_at: playedAt },
    { track: { ...track, name: null }, played_at: playedAt },
    { track: { ...track, duration_ms: 2 ** 40 }, played_at: playedAt },
    { track: { type: 'chapter', id: track.id, name: 'A chapter' }, played_at: playedAt },
  ];
  const plays = parseRecentlyPlayed({ items: odd.flatMap((row) => [row, sound]) });
  expect(plays).toHaveLength(odd.length);
  expect(plays?.[0]).toMatchObject({ track: { name: 'A track' }, playedAt: new Date(playedAt) });
});
