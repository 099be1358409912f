import type { ExclusionKind } from '@analytics/contract/exclusion';
import { formatCount, formatNumber } from '../format/number.ts';

const scopes: Record<ExclusionKind, string> = {
  track: 'It is left out under every id that Spotify has for it, in all that you have played and will play.',
  artist:
    'All tracks that name this artist are left out, also among others, in all that you have played and will play.',
  playlist:
    'The tracks that are in it now are left out, wherever you play them. When the playlist changes, so does what is left out.',
};

/** What leaving something out of the count will do, before it is done. */
export const exclusionEffect = (kind: ExclusionKind, plays: number): string =>
  `${scopes[kind]} ${formatNumber(plays)} of your plays will no longer be in any figure.`;

/** How much is left out. */
export const excludedPlays = (plays: number): string =>
  plays === 0 ? 'no play so far' : `${formatCount(plays, 'play')} not counted`;
