import type { Enrichment } from '@analytics/contract/status';
import { useNow } from '../../components/now.ts';
import { formatNumber } from '../../format/number.ts';
import { formatRelative } from '../../format/relative-time.ts';
import card from '../../styles/card.module.css';
import { FactList } from './fact-list.tsx';

/** How far the names that exports brought are completed with what Spotify knows. */
export function CatalogueCompletion({ enrichment }: { enrichment: Enrichment | undefined }) {
  const now = useNow();
  const ahead = (instant: string | null): string =>
    instant === null ? '–' : formatRelative(instant, Math.min(now, Date.parse(instant)));
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Catalogue</h2>
      {enrichment !== undefined && (
        <FactList
          facts={[
            ['Tracks completed', formatNumber(enrichment.completed)],
            ['Still to complete', formatNumber(enrichment.remaining)],
            ['Unknown to Spotify', formatNumber(enrichment.unknown)],
            ['Completed a day', enrichment.perDay === null ? '–' : formatNumber(enrichment.perDay)],
            ['All completed', enrichment.remaining === 0 ? 'now' : ahead(enrichment.expectedAt)],
            ...(enrichment.pausedUntil === null
              ? []
              : [['Paused', `until ${ahead(enrichment.pausedUntil)}`] as const]),
            ...(enrichment.lastError === null ? [] : [['Last error', enrichment.lastError] as const]),
          ]}
        />
      )}
    </section>
  );
}
