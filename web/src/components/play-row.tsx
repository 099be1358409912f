import type { Play } from '@analytics/contract/play';
import type { ReactNode } from 'react';
import { formatPlayLength } from '../format/duration.ts';
import { Artwork } from './artwork.tsx';
import { ArtistLinks, EntryLink } from './entry-link.tsx';
import css from './play-row.module.css';
import { SpotifyLink } from './spotify-link.tsx';
import { Tag } from './tag.tsx';

interface PlayRowProps {
  play: Play;
  time: string;
  /** The time has a day in it and needs more room. */
  isWide?: boolean;
  children?: ReactNode;
}

const uncountedWords = { 'counting-rule': 'not counted', exclusion: 'not counted: left out' } as const;

/** One play in a list of plays. */
export function PlayRow({ play, time, isWide = false, children }: PlayRowProps) {
  const { track } = play;
  return (
    <li className={isWide ? `${css.row} ${css.wide}` : css.row}>
      <time className={css.time} dateTime={play.playedAt}>
        {time}
      </time>
      <Artwork url={track.album?.imageUrl ?? null} size={40} />
      <div className={css.words}>
        <p className={css.name}>
          <EntryLink kind="tracks" entry={track} />
          {play.uncountedReason !== null && <Tag>{uncountedWords[play.uncountedReason]}</Tag>}
          {track.isLocal && <Tag>local file</Tag>}
        </p>
        <p className={css.byline}>
          <ArtistLinks artists={track.artists} />
        </p>
      </div>
      <p className={css.album}>{track.album !== null && <EntryLink kind="albums" entry={track.album} />}</p>
      <p
        className={css.length}
        title={play.msPlayedIsEstimate ? 'Estimated from what was played next' : undefined}
      >
        {play.msPlayedIsEstimate && '≈ '}
        {formatPlayLength(play.msPlayed)}
      </p>
      <div className={css.actions}>
        <SpotifyLink url={track.spotifyUrl} name={track.name} />
        {children}
      </div>
    </li>
  );
}
