import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type LeaderboardKind, leaderboardQuery } from '../../api/leaderboard.ts';
import type { Period } from '../../calendar/period.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Artwork } from '../../components/artwork.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import type { Measure } from '../../search.ts';
import card from '../../styles/card.module.css';
import { measuredTexts } from './measure.ts';
import css from './top-five.module.css';

interface TopFiveProps {
  kind: LeaderboardKind;
  period: Period;
  measure: Measure;
}

const titles = { tracks: 'Top tracks', artists: 'Top artists', albums: 'Top albums' };

/** The first five of a leaderboard. */
export function TopFive({ kind, period, measure }: TopFiveProps) {
  const sort = measure === 'plays' ? 'plays' : 'ms';
  const query = useQuery(leaderboardQuery(kind, { ...period, sort, limit: 5 }));
  const skeleton = (
    <ol className={css.entries}>
      {[1, 2, 3, 4, 5].map((rank) => (
        <li key={rank} className={css.entry}>
          <span className={css.rank}>{rank}</span>
          <Skeleton width="40px" height="40px" />
          <span className={css.words}>
            <Skeleton width="9rem" />
          </span>
          <span />
        </li>
      ))}
    </ol>
  );
  return (
    <section className={`${card.card} ${css.card}`}>
      <div className={card.spread}>
        <h2>{titles[kind]}</h2>
        <Link to={`/spotify/analytics/${kind}`} search={{ sort }}>
          All {kind}
        </Link>
      </div>
      <div className={css.body}>
        <AsyncSection query={query} skeleton={skeleton}>
          {({ entries }) => (
            <ol className={css.entries}>
              {entries.map((entry) => (
                <li key={entry.id} className={css.entry}>
                  <span className={css.rank}>{entry.rank}</span>
                  <Artwork url={entry.imageUrl} size={40} />
                  <div className={css.words}>
                    <p className={css.name} title={entry.name}>
                      {entry.name}
                    </p>
                    {entry.byline !== '' && <p className={card.small}>{entry.byline}</p>}
                  </div>
                  <p className={css.figures}>
                    {measuredTexts(entry, measure).text}
                    <span className={css.second}>{measuredTexts(entry, measure).note}</span>
                  </p>
                  <SpotifyLink url={entry.spotifyUrl} name={entry.name} />
                </li>
              ))}
            </ol>
          )}
        </AsyncSection>
      </div>
    </section>
  );
}
