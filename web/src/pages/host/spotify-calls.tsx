import type { CoolDown, SpotifyBudget } from '@analytics/contract/status';
import { useNow } from '../../components/now.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatDecimal, formatNumber } from '../../format/number.ts';
import { formatRelative } from '../../format/relative-time.ts';
import card from '../../styles/card.module.css';
import { FactList } from './fact-list.tsx';

interface SpotifyCallsProps {
  budget: SpotifyBudget | undefined;
  coolDowns: readonly CoolDown[];
}

/** How much Spotify is asked, and how much it lets itself be asked. */
export function SpotifyCalls({ budget, coolDowns }: SpotifyCallsProps) {
  const now = useNow();
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Calls to Spotify</h2>
      {budget !== undefined && (
        <FactList
          facts={[
            [
              `In the last ${formatDuration(budget.windowMs)}`,
              `${formatNumber(budget.used)} of ${formatNumber(budget.capacity)}`,
            ],
            [
              'Looks at what plays',
              budget.paceFactor === 1
                ? 'as often as wanted'
                : `${formatDecimal(budget.paceFactor)} times slower than wanted`,
            ],
            [
              'Last refused',
              budget.limitedAt === null
                ? 'never'
                : `${formatRelative(budget.limitedAt, Math.max(now, Date.parse(budget.limitedAt)))}, after ${formatNumber(budget.limitSeen ?? 0)}`,
            ],
            ...coolDowns.map(
              ({ family, until }) =>
                [
                  `Paused: ${family}`,
                  `until ${formatRelative(until, Math.min(now, Date.parse(until)))}`,
                ] as const,
            ),
          ]}
        />
      )}
    </section>
  );
}
