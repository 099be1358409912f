import { useState } from 'react';
import { addDays, isDay } from '../calendar/day.ts';
import type { Period } from '../calendar/period.ts';
import css from './day-range-form.module.css';

interface DayRangeFormProps {
  period: Period;
  onChange: (period: Period) => void;
}

/** Two days, both included, as people say it; the period itself is half open. */
export function DayRangeForm({ period, onChange }: DayRangeFormProps) {
  const [first, setFirst] = useState(period.from ?? '');
  const [last, setLast] = useState(period.to === undefined ? '' : addDays(period.to, -1));
  const backwards = isDay(first) && isDay(last) && first > last;

  const apply = (nextFirst: string, nextLast: string): void => {
    setFirst(nextFirst);
    setLast(nextLast);
    const [from, to] = [isDay(nextFirst), isDay(nextLast)];
    if (!(from || to) || (from && to && nextFirst > nextLast)) return;
    // While a year is being typed, browsers report days such as 0002-01-01.
    if ((from && nextFirst < '1990') || (to && nextLast < '1990')) return;
    onChange({ ...(from && { from: nextFirst }), ...(to && { to: addDays(nextLast, 1) }) });
  };
  return (
    <div className={css.days}>
      <input
        type="date"
        aria-label="First day"
        className={css.day}
        value={first}
        aria-invalid={backwards}
        onChange={(event) => {
          apply(event.target.value, last);
        }}
      />
      <span aria-hidden="true">–</span>
      <input
        type="date"
        aria-label="Last day"
        className={css.day}
        value={last}
        aria-invalid={backwards}
        onChange={(event) => {
          apply(first, event.target.value);
        }}
      />
      {backwards && (
        <p role="alert" className={css.problem}>
          The last day lies before the first.
        </p>
      )}
    </div>
  );
}
