import type { GlobalTop } from '@analytics/contract/global';
import { useQuery } from '@tanstack/react-query';
import { globalTopQuery } from '../../api/instance.ts';
import { Artwork } from '../../components/artwork.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from './instance-top.module.css';

interface Ranked {
  id: number;
  name: string;
  byline: string;
  imageUrl: string | null;
  spotifyUrl: string | null;
  plays: number;
}

/** What several listeners of this instance play most, if its host shows it. */
export function InstanceTop() {
  const query = useQuery(globalTopQuery);
  if (query.data?.shown === false) return null;
  return (
    <section className={card.card}>
      <h2>Most played on this instance</h2>
      <p className={card.small}>Of what at least three listeners have played; who it was is told nowhere</p>
      <div className={css.body}>
        <AsyncSection query={query} skeleton={<Skeleton height="20rem" />}>
          {(top) =>
            top.tracks.length + top.artists.length + top.albums.length === 0 ? (
              <p className={card.muted}>
                There is nothing yet that three listeners have played. It appears here by itself.
              </p>
            ) : (
              <Lists top={top} />
            )
          }
        </AsyncSection>
      </div>
    </section>
  );
}

function Lists({ top }: { top: GlobalTop }) {
  return (
    <div className={css.lists}>
      <RankedList
        title="Tracks"
        entries={top.tracks.map(({ track, plays }) => ({
          ...track,
          byline: namesOf(track.artists),
          imageUrl: track.album?.imageUrl ?? null,
          plays,
        }))}
      />
      <RankedList
        title="Artists"
        entries={top.artists.map(({ artist, plays }) => ({ ...artist, byline: '', plays }))}
      />
      <RankedList
        title="Albums"
        entries={top.albums.map(({ album, plays }) => ({ ...album, byline: namesOf(album.artists), plays }))}
      />
    </div>
  );
}

function RankedList({ title, entries }: { title: string; entries: Ranked[] }) {
  if (entries.length === 0) return null;
  return (
    <div className={css.list}>
      <h3>{title}</h3>
      <ol className={css.entries}>
        {entries.slice(0, 5).map(({ id, name, byline, imageUrl, spotifyUrl, plays }) => (
          <li key={id} className={css.entry}>
            <Artwork url={imageUrl} size={40} />
            <div className={css.words}>
              <p className={css.name} title={name}>
                {name}
              </p>
              <p className={card.small}>
                {formatCount(plays, 'play')}
                {byline !== '' && ` · ${byline}`}
              </p>
            </div>
            <SpotifyLink url={spotifyUrl} name={name} />
          </li>
        ))}
      </ol>
    </div>
  );
}

const namesOf = (artists: { name: string }[]): string => artists.map(({ name }) => name).join(', ');
