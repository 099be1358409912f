import type { CoverageSpan } from '@analytics/contract/coverage';
import { useMemo, useState } from 'react';
import { type CoverageOfDay, coverDays, joinDays } from '../../calendar/coverage-days.ts';
import { addDays, dayInZone } from '../../calendar/day.ts';
import { findGaps } from '../../calendar/gaps.ts';
import { yearSpan } from '../../calendar/period.ts';
import { ChartTable } from '../../charts/chart-table.tsx';
import { DayCalendar } from '../../charts/day-calendar.tsx';
import { GapHints } from '../../components/gap-hints.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToday, useUser } from '../../components/user-context.ts';
import { useWeekStart } from '../../components/week-start.ts';
import { formatDays, formatFullDay } from '../../format/date.ts';
import css from './coverage-calendar.module.css';
import { coverageKinds, coverageNames, coverageSummary } from './coverage-words.ts';

const colours: Record<CoverageOfDay, string> = {
  monitored: 'var(--chart)',
  imported: 'color-mix(in srgb, var(--chart) 40%, var(--surface-sunken))',
  gap: 'var(--surface-sunken)',
  open: 'var(--surface-sunken)',
};

/** A year day by day: what was monitored, what was imported, and where plays may be missing. */
export function CoverageCalendar({ coverage }: { coverage: CoverageSpan[] }) {
  const { timezone } = useUser();
  const today = useToday();
  const weekStart = useWeekStart();
  const thisYear = today.slice(0, 4);
  const [year, setYear] = useState(thisYear);
  const span = useMemo(() => {
    const whole = yearSpan(`${year}-01-01`);
    return year === thisYear ? { ...whole, to: addDays(today, 1) } : whole;
  }, [year, thisYear, today]);
  const days = useMemo(() => coverDays(coverage, timezone, span), [coverage, timezone, span]);
  const label = `What is known of ${year}, day by day`;
  return (
    <div className={css.calendar}>
      <div className={css.head}>
        <Legend />
        <SelectField
          label="Year"
          options={yearsUpTo(thisYear, firstYear(coverage, timezone) ?? thisYear)}
          value={year}
          onChange={setYear}
        />
      </div>
      <DayCalendar
        label={label}
        days={days}
        weekStart={weekStart}
        paint={(day) => colours[day.coverage]}
        isHatched={(day) => day.coverage === 'gap'}
        words={(day) => `${formatFullDay(day.date)}: ${coverageNames[day.coverage]}`}
      >
        {coverageSummary(days)}
      </DayCalendar>
      <GapHints gaps={findGaps(coverage, timezone, span)} />
      <ChartTable
        caption={label}
        pointName="Days"
        points={() =>
          joinDays(days).map(({ first, last, coverage: kind }) => ({
            name: formatDays(first, last),
            text: coverageNames[kind],
          }))
        }
      />
    </div>
  );
}

function Legend() {
  return (
    <ul className={css.legend}>
      {coverageKinds.map((kind) => (
        <li key={kind}>
          <span
            className={kind === 'gap' ? `${css.swatch} ${css.hatched}` : css.swatch}
            style={{ backgroundColor: colours[kind] }}
          />
          {coverageNames[kind]}
        </li>
      ))}
    </ul>
  );
}

const firstYear = ([first]: CoverageSpan[], timezone: string): string | undefined =>
  first && dayInZone(first.from, timezone).slice(0, 4);

function yearsUpTo(last: string, first: string): { value: string; name: string }[] {
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) => {
    const value = String(Number(last) - index);
    return { value, name: value };
  });
}
