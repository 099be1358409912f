import type { Account } from '@analytics/contract/account';
import { useQuery } from '@tanstack/react-query';
import { accountQuery, monitoringQuery } from '../../api/account.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { CoverageSettings } from './coverage-settings.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { ExclusionSettings } from './exclusion-settings.tsx';
import { FigureSettings } from './figure-settings.tsx';
import { InstanceSettings } from './instance-settings.tsx';
import { MonitoringSettings } from './monitoring-settings.tsx';
import css from './settings-page.module.css';
import { SignInSettings } from './sign-in-settings.tsx';
import { SpotifyConnectionSettings } from './spotify-connection-settings.tsx';
import { ThemeSettings } from './theme-settings.tsx';
import { TokenSettings } from './token-settings.tsx';
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
          <CoverageSettings />
          <FigureSettings account={account} />
          <ExclusionSettings />
        </>
      )}
      <ThemeSettings />
      <YourData />
      {isHost && <InstanceSettings />}
      {account !== undefined && (
        <>
          <SignInSettings account={account} />
          <TokenSettings />
          <DeleteAccount name={account.username ?? account.displayName} />
        </>
      )}
    </>
  );
}
