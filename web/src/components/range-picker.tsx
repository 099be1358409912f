import { useNavigate, useSearch } from '@tanstack/react-router';
import { addDays } from '../calendar/day.ts';
import { defaultRange, isCustom, type RangeName, resolvePeriod } from '../calendar/period.ts';
import { DayRangeForm } from './day-range-form.tsx';
import css from './range-picker.module.css';
import { SelectField } from './select-field.tsx';
import { useToday } from './user-context.ts';

const options: { value: RangeName | 'custom'; name: string }[] = [
  { value: '30-days', name: 'Last 30 days' },
  { value: 'month', name: 'This month' },
  { value: 'year', name: 'This year' },
  { value: '12-months', name: 'Last 12 months' },
  { value: 'all', name: 'All time' },
  { value: 'custom', name: 'From … to …' },
];

/** Chooses the period of a page; the choice is part of the page's address. */
export function RangePicker({ otherwise = defaultRange }: { otherwise?: RangeName }) {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const today = useToday();
  const custom = isCustom(search);
  const period = resolvePeriod(search, today, otherwise);

  const choose = (choice: { range?: RangeName; from?: string; to?: string }): void => {
    const { range: _range, from: _from, to: _to, page: _page, ...kept } = search;
    void navigate({
      to: '.',
      search: { ...kept, ...choice },
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <div className={css.picker}>
      <SelectField
        label="Period"
        options={options}
        value={custom ? 'custom' : (search.range ?? otherwise)}
        onChange={(value) => {
          if (value !== 'custom') choose({ range: value });
          else choose({ from: period.from ?? addDays(today, -364), to: period.to ?? addDays(today, 1) });
        }}
      />
      {custom && <DayRangeForm key={`${period.from} ${period.to}`} period={period} onChange={choose} />}
    </div>
  );
}
