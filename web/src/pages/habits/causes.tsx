import type { Behaviour } from '@analytics/contract/habits';
import type { UseQueryResult } from '@tanstack/react-query';
import { AsyncSection } from '../../components/async-section.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from './causes.module.css';

const mostRows = 8;

interface Cause {
  name: string;
  plays: number;
}

interface CausesProps {
  title: string;
  /** What the first column names. */
  noun: string;
  query: UseQueryResult<Behaviour>;
  causesOf: (behaviour: Behaviour) => Cause[];
}

/** How many plays have what in common, the most first; what is rare in one line. */
export function Causes({ title, noun, query, causesOf }: CausesProps) {
  return (
    <section className={card.card}>
      <h2>{title}</h2>
      <p className={card.small}>Plays, and their part of all</p>
      <AsyncSection query={query} skeleton={<Skeleton height="14rem" />}>
        {(behaviour) => {
          const causes = foldRare(causesOf(behaviour));
          return (
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{noun}</th>
                  <th scope="col" className={css.plays}>
                    Plays
                  </th>
                  <th scope="col" className={css.share}>
                    Share
                  </th>
                </tr>
              </thead>
              <tbody>
                {causes.map(({ name, plays }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td className={css.plays}>{formatNumber(plays)}</td>
                    <td className={css.share}>
                      <ShareBar share={plays / behaviour.plays} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </AsyncSection>
    </section>
  );
}

function foldRare(causes: Cause[]): Cause[] {
  if (causes.length <= mostRows) return causes;
  const rare = causes.slice(mostRows - 1);
  const plays = rare.reduce((sum, cause) => sum + cause.plays, 0);
  return [...causes.slice(0, mostRows - 1), { name: formatCount(rare.length, 'other'), plays }];
}
