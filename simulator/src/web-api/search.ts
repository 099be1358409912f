import type { FastifyInstance } from 'fastify';
import type { Album, Artist, Catalogue, Track } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import { type Call, endpoint, wholeNumber } from './endpoint.ts';
import { paging } from './playlists.ts';
import { fullArtist, fullTrack, simplifiedAlbum } from './shapes.ts';

/** Search by words, with the filters `track:`, `artist:`, `album:` and `isrc:`. */
export function searchEndpoint(app: FastifyInstance, world: World): void {
  endpoint(app, world, '/v1/search', [], search);
}

function search(call: Call) {
  const { world, query } = call;
  const [usual, highest] = world.profile === 'development' ? [5, 10] : [20, 50];
  const limit = wholeNumber(call, 'limit', usual, 1, highest);
  const offset = wholeNumber(call, 'offset', 0, 0, 1000);
  const text = query('q') ?? '';
  if (text === '') throw new ApiError(400, 'No search query');
  const types = (query('type') ?? '').split(',');
  if (!types.every((type) => ['track', 'album', 'artist'].includes(type))) {
    throw new ApiError(400, 'Bad search type field');
  }
  const terms = termsOf(text);
  const results = types.map((type) => {
    const found = matchesOf(world, type, terms, query('market'));
    const address = `${world.apiUrl}/v1/search?query=${encodeURIComponent(text)}&type=${type}`;
    const page = found.slice(offset, offset + limit).map((shape) => shape());
    return [`${type}s`, paging(address, page, limit, offset, found.length)];
  });
  return Object.fromEntries(results);
}

interface Term {
  field: string;
  words: string;
}

function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  const pattern = /(?:(track|artist|album|isrc):)?(?:"([^"]*)"|(\S+))/g;
  for (const [, field = 'any', quoted, bare] of text.matchAll(pattern)) {
    terms.push({ field, words: (quoted ?? bare ?? '').toLowerCase() });
  }
  return terms;
}

function matchesOf(world: World, type: string, terms: Term[], market: string | undefined): (() => object)[] {
  const { catalogue } = world;
  if (type === 'artist') {
    const found = catalogue.artists.filter((artist) => matches(artistTexts(artist), terms));
    return found.map((artist) => () => fullArtist(world, artist));
  }
  if (type === 'album') {
    const found = catalogue.albums.filter((album) => matches(albumTexts(catalogue, album), terms));
    return found.map((album) => () => simplifiedAlbum(world, album));
  }
  const found = catalogue.tracks.filter((track) => matches(trackTexts(catalogue, track), terms));
  return found.map((track) => () => fullTrack(world, track, market));
}

function matches(texts: Record<string, string>, terms: Term[]): boolean {
  const any = Object.values(texts).join(' ');
  return terms.every(({ field, words }) => (field === 'any' ? any : (texts[field] ?? '')).includes(words));
}

function artistTexts(artist: Artist): Record<string, string> {
  return { artist: artist.name.toLowerCase() };
}

function albumTexts(catalogue: Catalogue, album: Album): Record<string, string> {
  return { album: album.name.toLowerCase(), artist: names(catalogue, album.artistIndexes) };
}

function trackTexts(catalogue: Catalogue, track: Track): Record<string, string> {
  const album = elementAt(catalogue.albums, track.albumIndex).name.toLowerCase();
  const artist = names(catalogue, track.artistIndexes);
  return { track: track.name.toLowerCase(), artist, album, isrc: track.isrc.toLowerCase() };
}

function names(catalogue: Catalogue, artistIndexes: number[]): string {
  return artistIndexes.map((index) => elementAt(catalogue.artists, index).name.toLowerCase()).join(' ');
}
