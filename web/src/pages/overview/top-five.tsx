import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type LeaderboardKind, leaderboardQuery } from '../../api/leaderboard.ts';
import type { Period } from '../../calendar/period.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { type Measure, totalOf } from '../../search.ts';
import card from '../../styles/card.module.css';
import { EntryList, EntryListSkeleton } from '../../listening/entry-list.tsx';
import css from './top-five.module.css';

interface TopFiveProps {
  kind: LeaderboardKind;
  period: Period;
  measure: Measure;
}

const titles = { tracks: 'Top tracks', artists: 'Top artists', albums: 'Top albums' };

/** The first five of a leaderboard. */
export function TopFive({ kind, period, measure }: TopFiveProps) {
  const sort = totalOf(measure);
  const query = useQuery(leaderboardQuery(kind, { ...period, sort, limit: 5 }));
  return (
    <section className={card.card}>
      <div className={card.spread}>
        <h2>{titles[kind]}</h2>
        <Link to={`/spotify/analytics/${kind}`} search={{ sort }}>
          All {kind}
        </Link>
      </div>
      <div className={css.body}>
        <AsyncSection query={query} skeleton={<EntryListSkeleton length={5} />}>
          {({ entries }) => <EntryList kind={kind} entries={entries} measure={measure} />}
        </AsyncSection>
      </div>
    </section>
  );
}
