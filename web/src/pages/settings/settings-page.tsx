import type { Account } from '@analytics/contract/account';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery, monitoringQuery } from '../../api/account.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { DeleteAccount } from './delete-account.tsx';
import { LogOut } from './log-out.tsx';
import { MonitoringSettings } from './monitoring-settings.tsx';
import css from './settings-page.module.css';
import { SpotifyConnectionSettings } from './spotify-connection-settings.tsx';
import { ThemeSettings } from './theme-settings.tsx';
import { TimezoneSettings } from './timezone-settings.tsx';
import { YourData } from './your-data.tsx';

/** What the listener can decide about. */
export function SettingsPage() {
  const query = useQuery(accountQuery);
  // Asked at the same time, so that nothing moves when the one answers before the other.
  const monitoring = useQuery(monitoringQuery);
  const isLoading = query.isPending || monitoring.isPending;
  return (
    <>
      <PageHeading title="Settings" />
      <div className={css.page}>
        {isLoading ? (
          <Loading>
            <Skeleton height="60rem" />
          </Loading>
        ) : (
          <Sections account={query.data} error={query.error} />
        )}
      </div>
    </>
  );
}

function Sections({ account, error }: { account: Account | undefined; error: Error | null }) {
  const { isHost } = useUser();
  return (
    <>
      {account === undefined && error !== null && <ErrorNotice error={error} />}
      {account !== undefined && (
        <>
          <SpotifyConnectionSettings account={account} />
          <MonitoringSettings isConnected={account.spotify !== null} />
          <TimezoneSettings timezone={account.timezone} />
        </>
      )}
      <ThemeSettings />
      <YourData />
      {isHost && (
        <section className={`${card.card} ${card.section}`}>
          <h2>This instance</h2>
          <p className={card.muted}>You are its host: you decide which Spotify app it uses.</p>
          <Link to="/spotify/analytics/set-up" className={button.secondary}>
            Set up the Spotify app
          </Link>
        </section>
      )}
      {account !== undefined && (
        <section className={`${card.card} ${card.section}`}>
          <h2>Account</h2>
          <p className={card.muted}>
            Signed in as <strong>{account.username ?? account.displayName}</strong>
          </p>
          <div className={card.row}>
            <LogOut />
            <DeleteAccount name={account.username ?? account.displayName} />
          </div>
        </section>
      )}
    </>
  );
}
