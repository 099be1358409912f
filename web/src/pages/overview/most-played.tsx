import { Artwork } from '../../components/artwork.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import css from './most-played.module.css';

interface MostPlayedProps {
  label: string;
  name: string;
  byline: string;
  imageUrl: string | null;
  spotifyUrl: string | null;
  plays: number;
  ms: number;
}

/** The winner of a period. */
export function MostPlayed({ label, name, byline, imageUrl, spotifyUrl, plays, ms }: MostPlayedProps) {
  return (
    <div className={css.most}>
      <Artwork url={imageUrl} size={64} />
      <div className={css.words}>
        <p className={css.note}>{label}</p>
        <p className={css.name}>
          {name}
          {byline !== '' && <span className={css.byline}> {byline}</span>}
        </p>
        <p className={css.note}>
          {formatCount(plays, 'play')}, {formatDuration(ms)}
        </p>
      </div>
      <SpotifyLink url={spotifyUrl} name={name} />
    </div>
  );
}

/** The place of a winner that is still loading. */
export function MostPlayedSkeleton({ label }: { label: string }) {
  return (
    <div className={css.most}>
      <Skeleton width="64px" height="64px" />
      <div className={css.words}>
        <p className={css.note}>{label}</p>
        <p className={css.name}>
          <Skeleton width="9rem" />
        </p>
        <p className={css.note}>
          <Skeleton width="6rem" />
        </p>
      </div>
    </div>
  );
}
