import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { globalDailyQuery, globalSummaryQuery } from '../../api/instance.ts';
import { sumByWeek } from '../../calendar/week.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatNumber } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };
const names = ['Listeners', 'Plays', 'Listening time', 'Tracks', 'Artists'];

/** Everyone's listening on this instance, without names. */
export function InstanceFigures() {
  const summary = useQuery(globalSummaryQuery);
  const daily = useQuery(globalDailyQuery);
  const days = daily.data?.items;
  const points = useMemo(
    () =>
      days &&
      sumByWeek(days).map(
        ({ date, plays, ms }): ChartPoint => ({
          label: formatAxisDay(date, 'week'),
          name: formatUnit(date, 'week'),
          value: plays,
          text: formatCount(plays, 'play'),
          note: formatDuration(ms),
        }),
      ),
    [days],
  );
  // Zeros would say nothing to the first who comes here.
  if (summary.data?.plays === 0) return null;
  return (
    <>
      <AsyncSection query={summary} skeleton={<FigureList skeletonNames={names} />}>
        {(global) => (
          <FigureList>
            <Figure name="Listeners" value={formatNumber(global.listeners)} />
            <Figure name="Plays" value={formatNumber(global.plays)} />
            <Figure name="Listening time" value={formatDuration(global.ms)} />
            <Figure name="Tracks" value={formatNumber(global.distinctTracks)} />
            <Figure name="Artists" value={formatNumber(global.distinctArtists)} />
          </FigureList>
        )}
      </AsyncSection>
      <ChartCard
        title="Listening on this instance"
        measure="Plays per week over the last year"
        pointName="Week"
        points={points}
        axis={axis}
        {...(daily.error !== null && {
          problem: <ErrorNotice error={daily.error} />,
        })}
      />
    </>
  );
}
