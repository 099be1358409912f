import type { Exclusion, ExclusionKind } from '@analytics/contract/exclusion';
import { playlistName } from '../components/playlist-name.ts';

/** What is left out of the count, or could be. */
export interface ExclusionSubject {
  kind: ExclusionKind;
  id: number;
  name: string;
  imageUrl: string | null;
}

/** What an exclusion is about. */
export function subjectOf({ id, kind, track, artist, playlist }: Exclusion): ExclusionSubject {
  if (track !== null) return { ...track, kind, imageUrl: track.album?.imageUrl ?? null };
  if (artist !== null) return { ...artist, kind };
  if (playlist !== null) return { ...playlist, kind, name: playlistName(playlist) };
  throw new Error(`the exclusion ${id} is about nothing`);
}
