import type { Catalogue } from './catalogue.ts';
import { elementAt } from './element-at.ts';
import { type Random, seedOf, zipfRank } from './random.ts';

const FAVOURITES = 500;

/**
 * What a listener likes: favourites in order of liking, followed by Zipf's law. Every place in that order changes
 * hands at a pace of its own (2 to 15 months), so taste drifts, and any past month can be computed directly.
 */
export interface Taste {
  seed: number;
  catalogue: Catalogue;
}

/** A favourite track of the month (counted from 1970), as an index into the catalogue. */
export function favouriteTrack(taste: Taste, month: number, random: Random): number {
  const place = random.zipf(FAVOURITES, 15);
  const pace = 2 + (seedOf(taste.seed, place) % 14);
  const tenure = Math.floor((month + place) / pace);
  const chosen = seedOf(taste.seed, place, tenure);
  const tracks = tracksOf(taste, chosen);
  return elementAt(tracks, (chosen >>> 9) % tracks.length);
}

/** A favourite artist's tracks; some artists own far more of the favourites than others. */
export function favouriteArtistTracks(taste: Taste, random: Random): number[] {
  return tracksOf(taste, random.between(0, 4_294_967_295));
}

function tracksOf(taste: Taste, chosen: number): number[] {
  const artistCount = taste.catalogue.artists.length;
  const rank = zipfRank(chosen / 4_294_967_296, artistCount, 4);
  const offset = taste.seed % artistCount;
  return elementAt(taste.catalogue.tracksByArtist, (rank * 11 + offset) % artistCount);
}
