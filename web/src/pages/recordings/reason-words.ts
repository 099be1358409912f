import type { JoinReason } from '@analytics/contract/recording';

/** Why a track is one recording with others. */
export const reasonWords: Record<JoinReason, string> = {
  hand: 'joined by hand',
  isrc: 'the same ISRC',
  sequence: 'one play was told under both ids',
  title: 'title, artists and length agree',
};
