import { useQuery } from '@tanstack/react-query';
import { coverageQuery } from '../../api/monitoring.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import card from '../../styles/card.module.css';
import { CoverageCalendar } from './coverage-calendar.tsx';

/** How complete the history is. */
export function CoverageSettings() {
  const query = useQuery(coverageQuery);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>How complete your history is</h2>
      <p className={card.muted}>
        Spotify lists no more than your last 50 plays. What was played while nobody asked for longer than that
        is unknown, and only an export from Spotify can fill it.
      </p>
      <AsyncSection query={query} skeleton={<Skeleton height="26rem" />}>
        {(coverage) =>
          coverage.length === 0 ? (
            <p className={card.muted}>
              Nothing is known yet. It begins with the first look of the monitoring, or with an import.
            </p>
          ) : (
            <CoverageCalendar coverage={coverage} />
          )
        }
      </AsyncSection>
    </section>
  );
}
