import { useId } from 'react';
import { addDays } from '../calendar/day.ts';
import { neighbour } from '../calendar/neighbour.ts';
import { defaultRange, isCustom, type PeriodChoice, type Range, resolvePeriod } from '../calendar/period.ts';
import { formatPeriod } from '../format/span.ts';
import form from '../styles/form.module.css';
import hidden from '../styles/visually-hidden.module.css';
import { DayRangeForm } from './day-range-form.tsx';
import { Icon } from './icon.tsx';
import { useChoosePeriod, useFirstDay, usePeriodChoice } from './period.ts';
import css from './range-picker.module.css';
import { useToday } from './user-context.ts';

const ranges: { value: Range; name: string }[] = [
  { value: '30-days', name: 'Last 30 days' },
  { value: 'month', name: 'This month' },
  { value: 'year', name: 'This year' },
  { value: '12-months', name: 'Last 12 months' },
  { value: 'all', name: 'All time' },
];

/** Chooses the period of a page. The choice is part of the address, and the navigation takes it along to the other pages. */
export function RangePicker() {
  const id = useId();
  const choice = usePeriodChoice();
  const choose = useChoosePeriod();
  const today = useToday();
  const firstDay = useFirstDay();
  const custom = isCustom(choice);
  const period = resolvePeriod(choice, today);

  const select = (value: string): void => {
    if (value !== 'custom') choose({ range: value as Range });
    else
      choose({ from: period.from ?? firstDay ?? addDays(today, -364), to: period.to ?? addDays(today, 1) });
  };
  return (
    <div className={css.picker}>
      <Step name="Earlier" icon="back" to={neighbour(choice, today, -1)} onStep={choose} />
      <label htmlFor={id} className={hidden.hidden}>
        Period
      </label>
      <select
        id={id}
        className={`${form.select} ${css.select}`}
        value={custom ? 'custom' : (choice.range ?? defaultRange)}
        onChange={(event) => {
          select(event.target.value);
        }}
      >
        {ranges.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
        <option value="custom">{custom ? capital(formatPeriod(period)) : 'From … to …'}</option>
        <optgroup label="Years">
          {yearsOf(choice, today, firstDay).map((year) => (
            <option key={year} value={year}>
              {year}
            </option>
          ))}
        </optgroup>
      </select>
      <Step name="Later" icon="forward" to={neighbour(choice, today, 1)} onStep={choose} />
      {custom && (
        <DayRangeForm
          key={`${period.from} ${period.to}`}
          period={period}
          onChange={(days) => {
            choose(days, true);
          }}
        />
      )}
    </div>
  );
}

interface StepProps {
  name: string;
  icon: 'back' | 'forward';
  to: PeriodChoice | undefined;
  onStep: (choice: PeriodChoice) => void;
}

function Step({ name, icon, to, onStep }: StepProps) {
  return (
    <button
      type="button"
      className={css.step}
      aria-label={name}
      title={name}
      // A disabled button would drop the focus at the end of the way.
      aria-disabled={to === undefined}
      onClick={() => {
        if (to !== undefined) onStep(to);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

/** From this year down to the first, and the one in the address. */
function yearsOf({ range }: PeriodChoice, today: string, firstDay = today): string[] {
  const [first, last] = [firstDay, today].map((day) => Number(day.slice(0, 4)));
  const years = Array.from({ length: Math.max(1, (last ?? 0) - (first ?? 0) + 1) }, (_, back) =>
    String((last ?? 0) - back),
  );
  return range === undefined || !/^\d{4}$/.test(range) || years.includes(range) ? years : [...years, range];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
