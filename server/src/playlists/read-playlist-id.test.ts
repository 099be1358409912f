import { expect, test } from 'vitest';
import { readPlaylistId } from './read-playlist-id.ts';

const ID = '37i9dQZF1DXcBWIGoYBM5M';

test.each([
  ID,
  ` ${ID}\n`,
  `spotify:playlist:${ID}`,
  `spotify:user:some.body:playlist:${ID}`,
  `https://open.spotify.com/playlist/${ID}`,
  `https://open.spotify.com/playlist/${ID}?si=0123456789abcdef&pi=a-b_c`,
  `https://open.spotify.com/intl-de/playlist/${ID}?si=0123456789abcdef`,
  `https://open.spotify.com/intl-pt-BR/playlist/${ID}/`,
  `https://open.spotify.com/user/some.body/playlist/${ID}#top`,
  `https://open.spotify.com/embed/playlist/${ID}`,
  `http://play.spotify.com/playlist/${ID}`,
  `open.spotify.com/playlist/${ID}`,
  `HTTPS://Open.Spotify.com/playlist/${ID}`,
])('%s names a playlist', (text) => {
  expect(readPlaylistId(text)).toBe(ID);
});

test.each([
  '',
  'my playlist',
  ID.slice(1),
  `${ID}x`,
  `spotify:track:${ID}`,
  `spotify:playlist:${ID}:x`,
  `https://open.spotify.com/track/${ID}`,
  `https://open.spotify.com/playlist/${ID.slice(1)}`,
  `https://open.spotify.com.example.org/playlist/${ID}`,
  `https://example.org/?https://open.spotify.com/playlist/${ID}`,
  `https://spotify.link/${ID}`,
])('%s names none, and it says what would', (text) => {
  expect(() => readPlaylistId(text)).toThrow(/open\.spotify\.com\/playlist/);
});
