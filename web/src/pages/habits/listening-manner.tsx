import type { Behaviour } from '@analytics/contract/habits';
import type { UseQueryResult } from '@tanstack/react-query';
import { AsyncSection } from '../../components/async-section.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { formatCount, formatNumber, formatShare } from '../../format/number.ts';
import card from '../../styles/card.module.css';

const names = ['Skipped', 'Too short to count', 'With shuffle', 'Offline'];

/** Skips, shuffle and offline listening, of the plays of which it is known. */
export function ListeningManner({ query }: { query: UseQueryResult<Behaviour> }) {
  return (
    <section className={`${card.card} ${card.stack}`} aria-label="How you listen">
      <AsyncSection query={query} skeleton={<FigureList skeletonNames={names} hasNotes />}>
        {({ plays, skips, shuffle, offline }) => (
          <FigureList>
            <Figure name="Skipped" {...partOfKnown(skips)} />
            <Figure
              name="Too short to count"
              value={formatShare(plays === 0 ? 0 : skips.short / plays)}
              note={`${formatNumber(skips.short)} of ${formatCount(plays, 'play')}`}
            />
            <Figure name="With shuffle" {...partOfKnown(shuffle)} />
            <Figure name="Offline" {...partOfKnown(offline)} />
          </FigureList>
        )}
      </AsyncSection>
      <p className={card.small}>
        Over all plays, also those too short to count. Only exports tell of skips, shuffle and offline
        listening; plays that came from Spotify without one are left out of these.
      </p>
    </section>
  );
}

function partOfKnown({ yes, no }: { yes: number; no: number }): { value: string; note: string } {
  const known = yes + no;
  return known === 0
    ? { value: '–', note: 'not known' }
    : { value: formatShare(yes / known), note: `${formatNumber(yes)} of ${formatCount(known, 'play')}` };
}
