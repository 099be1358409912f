import type { YearInReview } from '@analytics/contract/year';
import { formatInstantDay } from '../../format/date.ts';
import { formatCount } from '../../format/number.ts';
import { Artwork } from '../../components/artwork.tsx';
import { useUser } from '../../components/user-context.ts';
import card from '../../styles/card.module.css';
import css from './panel.module.css';
import list from './top-list.module.css';

const mostRows = 4;

/** What was heard for the first time ever, and then played most. */
export function Discoveries({ review: { year, newArtists, newTracks } }: { review: YearInReview }) {
  return (
    <>
      <h2 className={list.title}>
        New to you in {year}: {formatCount(newArtists.total, 'artist')} and{' '}
        {formatCount(newTracks.total, 'track')}
      </h2>
      <div className={css.columns}>
        <Finds
          title="New artists"
          finds={newArtists.items.map(({ artist: { id, name, imageUrl }, ...find }) => ({
            ...find,
            id,
            name,
            imageUrl,
          }))}
        />
        <Finds
          title="New tracks"
          finds={newTracks.items.map(({ track: { id, name, album }, ...find }) => ({
            ...find,
            id,
            name,
            imageUrl: album?.imageUrl ?? null,
          }))}
        />
      </div>
    </>
  );
}

interface Find {
  id: number;
  name: string;
  imageUrl: string | null;
  firstPlayedAt: string;
  plays: number;
}

function Finds({ title, finds }: { title: string; finds: Find[] }) {
  const { timezone } = useUser();
  if (finds.length === 0) return null;
  return (
    <div className={card.stack}>
      <h3>{title} that you played most</h3>
      <ul className={list.finds}>
        {finds.slice(0, mostRows).map(({ id, name, imageUrl, firstPlayedAt, plays }) => (
          <li key={id} className={list.find}>
            <Artwork url={imageUrl} size={40} />
            <div className={list.words}>
              <p className={list.name} title={name}>
                {name}
              </p>
              <p className={card.small}>
                {formatCount(plays, 'play')}, first on {formatInstantDay(firstPlayedAt, timezone)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
