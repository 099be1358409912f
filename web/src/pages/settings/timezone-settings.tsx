import { useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { useAccountChange } from './account-change.ts';
import { ChangeStatus } from './change-status.tsx';
import css from './figure-settings.module.css';
import { TimezoneField } from './timezone-field.tsx';

/** Where the listener's days begin and end. */
export function TimezoneSettings({ timezone }: { timezone: string }) {
  const [chosen, setChosen] = useState(timezone);
  const change = useAccountChange();
  const focus = useKeptFocus<HTMLDivElement>();
  return (
    <div className={css.setting} tabIndex={-1} {...focus}>
      <h3>Time zone</h3>
      <p className={card.small}>Days, hours and streaks are reckoned in it, also those of the past.</p>
      <TimezoneField timezone={chosen} onChange={setChosen} />
      {chosen !== timezone && (
        <div className={card.row}>
          <ActionButton
            look="primary"
            isBusy={change.isPending}
            onClick={() => {
              change.mutate({ timezone: chosen });
            }}
          >
            Reckon in this time zone
          </ActionButton>
          <button
            type="button"
            className={button.secondary}
            onClick={() => {
              setChosen(timezone);
            }}
          >
            Leave it as it is
          </button>
        </div>
      )}
      <ChangeStatus change={change} />
    </div>
  );
}
