import card from '../../styles/card.module.css';
import { useAccountChange } from './account-change.ts';
import { ChangeStatus } from './change-status.tsx';
import css from './figure-settings.module.css';
import { TimezoneField } from './timezone-field.tsx';

/** Where the listener's days begin and end. */
export function TimezoneSettings({ timezone }: { timezone: string }) {
  const change = useAccountChange();
  return (
    <div className={css.setting}>
      <h3>Time zone</h3>
      <p className={card.small}>Days, hours and streaks are reckoned in it, also those of the past.</p>
      <TimezoneField
        timezone={timezone}
        onChange={(zone) => {
          change.mutate({ timezone: zone });
        }}
      />
      <ChangeStatus change={change} />
    </div>
  );
}
