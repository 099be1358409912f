import type { Account } from '@analytics/contract/account';
import { Link } from '@tanstack/react-router';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { CountingRuleSettings } from './counting-rule-settings.tsx';
import css from './figure-settings.module.css';
import { TimezoneSettings } from './timezone-settings.tsx';
import { WeekStartSettings } from './week-start-settings.tsx';

/** What all figures are made by. */
export function FigureSettings({ account }: { account: Account }) {
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Your figures</h2>
      <p aria-live="polite" className={card.muted}>
        {account.settingsPending
          ? 'Your figures are being made anew. Until that is done, all pages show those from before the change.'
          : 'A change here holds for all that you have ever played, and can be taken back at any time.'}
      </p>
      <TimezoneSettings timezone={account.timezone} />
      <WeekStartSettings weekStart={account.weekStart} />
      <CountingRuleSettings countingRule={account.countingRule} />
      <div className={css.setting}>
        <h3>Tracks that count as one</h3>
        <p className={card.small}>
          Spotify knows one recording under several ids. What was joined is told with the reason, and can be
          joined and split by hand.
        </p>
        <Link to="/spotify/analytics/recordings" className={button.secondary}>
          Joined tracks
        </Link>
      </div>
    </section>
  );
}
