import { useSearch } from '@tanstack/react-router';
import type { Focus } from '../../api/stats.ts';
import { addDays } from '../../calendar/day.ts';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import { HourChart } from '../../listening/hour-chart.tsx';
import { ListeningChart } from '../../listening/listening-chart.tsx';
import css from './detail-period.module.css';
import { FocusedPlays } from './focused-plays.tsx';

/** When something was played, in the period of the address. */
export function DetailPeriod({ focus }: { focus: Focus }) {
  const { measure = 'plays' } = useSearch({ strict: false });
  const period = usePeriod();
  const chosen = { focus, period, measure };
  const isOneDay = period.from !== undefined && period.to === addDays(period.from, 1);
  return (
    <>
      <div className={css.bar}>
        <h2>Over time</h2>
        <RangePicker />
      </div>
      {!isOneDay && <ListeningChart {...chosen} />}
      <HourChart {...chosen} />
      <FocusedPlays focus={focus} period={period} />
    </>
  );
}
