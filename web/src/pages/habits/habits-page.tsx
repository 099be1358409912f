import { useQuery } from '@tanstack/react-query';
import { behaviourQuery } from '../../api/habits.ts';
import { summaryQuery } from '../../api/stats.ts';
import { EmptyHistory } from '../../components/empty-history.tsx';
import { EmptyPeriod } from '../../components/empty-period.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import card from '../../styles/card.module.css';
import { Causes } from './causes.tsx';
import { DiversityChart } from './diversity-chart.tsx';
import { ListeningManner } from './listening-manner.tsx';
import { PlayCountChart } from './play-count-chart.tsx';
import { endReasonName, startReasonName } from './reason-words.ts';
import { Sessions } from './sessions.tsx';

/** How somebody listens, rather than to what. */
export function HabitsPage() {
  const period = usePeriod();
  const { data: summary } = useQuery(summaryQuery());
  const behaviour = useQuery(behaviourQuery(period));
  if (summary?.firstPlayedAt === null && behaviour.data?.plays === 0) {
    return (
      <>
        <PageHeading title="Habits" />
        <EmptyHistory />
      </>
    );
  }
  const isEmpty = behaviour.data?.plays === 0 && !behaviour.isPlaceholderData;
  return (
    <>
      <PageHeading title="Habits">
        <RangePicker />
      </PageHeading>
      {isEmpty ? (
        <EmptyPeriod />
      ) : (
        <div className={card.stack}>
          <ListeningManner query={behaviour} />
          <DiversityChart period={period} />
          <PlayCountChart period={period} />
          <Sessions period={period} />
          <div className={card.pair}>
            <Causes
              title="How plays begin"
              noun="Reason"
              query={behaviour}
              causesOf={({ startReasons }) =>
                startReasons.map(({ reason, plays }) => ({ name: startReasonName(reason), plays }))
              }
            />
            <Causes
              title="How plays end"
              noun="Reason"
              query={behaviour}
              causesOf={({ endReasons }) =>
                endReasons.map(({ reason, plays }) => ({ name: endReasonName(reason), plays }))
              }
            />
          </div>
          <Causes
            title="Platforms"
            noun="Platform"
            query={behaviour}
            causesOf={({ platforms }) =>
              platforms.map(({ name, plays }) => ({ name: name ?? 'Not known', plays }))
            }
          />
        </div>
      )}
    </>
  );
}
