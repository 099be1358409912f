import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { sessionQuery } from '../api/session.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Footer } from './footer.tsx';
import css from './frame.module.css';
import { LiveContext, useLiveUpdates } from './live-updates.ts';
import { Navigation } from './navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { PageLoading } from './page-loading.tsx';
import { SkipLink } from './skip-link.tsx';
import { UserContext } from './user-context.ts';

/** What is around every page of the dashboard. */
export function Frame() {
  const { data: user, error } = useQuery(sessionQuery);
  return (
    <div className={css.frame}>
      <SkipLink />
      <Navigation />
      <div className={css.column}>
        <OfflineNotice />
        <main id="main" className={css.main} tabIndex={-1}>
          {user !== undefined && (
            <UserContext value={user}>
              <LivePage />
            </UserContext>
          )}
          {error !== null && !(error instanceof ApiError && error.status === 401) && (
            <ErrorNotice error={error} />
          )}
          {user === undefined && error === null && <PageLoading />}
        </main>
        <Footer />
      </div>
    </div>
  );
}

function LivePage() {
  return (
    <LiveContext value={useLiveUpdates()}>
      <Outlet />
    </LiveContext>
  );
}
