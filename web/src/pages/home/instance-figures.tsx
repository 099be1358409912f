import { useQuery } from '@tanstack/react-query';
import { globalSummaryQuery } from '../../api/instance.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { formatInstant } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatNumber } from '../../format/number.ts';
import css from './instance-figures.module.css';
import { InstanceHours } from './instance-hours.tsx';
import { InstanceTop } from './instance-top.tsx';
import { InstanceWeeks } from './instance-weeks.tsx';

const names = ['Listeners', 'Plays', 'Listening time', 'Tracks', 'Artists'];
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();

/** Everyone's listening on this instance, without names. */
export function InstanceFigures() {
  const summary = useQuery(globalSummaryQuery);
  // Zeros would say nothing to the first who comes here.
  if (summary.data?.plays === 0) return null;
  return (
    <>
      <AsyncSection
        query={summary}
        skeleton={
          <>
            <FigureList skeletonNames={names} />
            <p className={css.note}>&nbsp;</p>
          </>
        }
      >
        {(global) => (
          <>
            <FigureList>
              <Figure name="Listeners" value={formatNumber(global.listeners)} />
              <Figure name="Plays" value={formatNumber(global.plays)} />
              <Figure name="Listening time" value={formatDuration(global.ms)} />
              <Figure name="Tracks" value={formatNumber(global.distinctTracks)} />
              <Figure name="Artists" value={formatNumber(global.distinctArtists)} />
            </FigureList>
            <p className={css.note}>
              All listeners of this instance together, updated at{' '}
              <time dateTime={global.updatedAt}>{formatInstant(global.updatedAt, timeZone)}</time>
            </p>
          </>
        )}
      </AsyncSection>
      <InstanceWeeks />
      <InstanceHours />
      <InstanceTop />
    </>
  );
}
