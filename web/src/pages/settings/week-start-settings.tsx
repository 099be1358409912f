import type { WeekStart } from '@analytics/contract/account';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatWeekday } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import { useAccountChange } from './account-change.ts';
import { ChangeStatus } from './change-status.tsx';
import css from './figure-settings.module.css';

const options = [
  { value: 'monday', name: formatWeekday(1, 'long') },
  { value: 'sunday', name: formatWeekday(7, 'long') },
] as const;

/** The day that the listener's weeks begin with. */
export function WeekStartSettings({ weekStart }: { weekStart: WeekStart }) {
  const change = useAccountChange();
  return (
    <div className={css.setting}>
      <h3>Weeks begin on</h3>
      <p className={card.small}>For figures by week, and for the calendars.</p>
      <SegmentedControl
        label="Weeks begin on"
        options={options}
        value={(change.isPending ? change.variables.weekStart : undefined) ?? weekStart}
        onChange={(value) => {
          change.mutate({ weekStart: value });
        }}
      />
      <ChangeStatus change={change} />
    </div>
  );
}
