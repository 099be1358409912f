import type { Account, SpotifyConnection } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { addressOf } from '../../base-address.ts';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useNow } from '../../components/now.ts';
import { formatInstantDay } from '../../format/date.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { consentWords, isConsentShort } from './consent-words.ts';

/** Whether and until when this instance may read from the listener's Spotify account. */
export function SpotifyConnectionSettings({ account }: { account: Account }) {
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => request('DELETE /api/account/spotify'),
    onSettled: () =>
      Promise.all(['account', 'monitoring'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
  const login = addressOf('spotify/login');
  login.searchParams.set('returnTo', '/spotify/analytics/settings');
  const { spotify, timezone, spotifyAvailable } = account;
  const now = useNow();
  const isFine = spotify?.state === 'connected' && !isConsentShort(spotify.consentEndsAt, now);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Spotify connection</h2>
      {spotify === null ? (
        <p className={card.muted}>
          {spotifyAvailable
            ? 'Not connected. Connect to Spotify, and every new play is added by itself.'
            : 'Not connected. The host of this instance has not set up a Spotify app yet; imports work without one.'}
        </p>
      ) : (
        <ConnectionState connection={spotify} timezone={timezone} />
      )}
      <div className={card.row}>
        {spotifyAvailable && (
          <a href={login.href} className={isFine ? button.secondary : button.primary}>
            {spotify === null ? 'Connect to Spotify' : 'Reconnect to Spotify'}
          </a>
        )}
        {spotify !== null && (
          <ConfirmDialog
            renderTrigger={(ask) => (
              <button
                type="button"
                className={button.secondary}
                disabled={disconnect.isPending}
                onClick={ask}
              >
                Disconnect
              </button>
            )}
            title="Disconnect from Spotify?"
            action="Disconnect"
            onConfirm={disconnect.mutate}
          >
            <p>
              This instance forgets its key to your Spotify account, and new plays are no longer added. Your
              history here stays. You can connect again at any time.
            </p>
          </ConfirmDialog>
        )}
      </div>
      <ActionError error={disconnect.error} />
    </section>
  );
}

function ConnectionState({ connection, timezone }: { connection: SpotifyConnection; timezone: string }) {
  const now = useNow();
  if (connection.state === 'needs-reconnection') {
    return (
      <p role="alert">
        <strong>Spotify no longer accepts your consent.</strong> Reconnect, and the monitoring goes on. Your
        history is safe.
      </p>
    );
  }
  return (
    <>
      <p>
        Connected
        {connection.displayName !== null && (
          <>
            {' '}
            as <strong>{connection.displayName}</strong>
          </>
        )}
      </p>
      <p className={card.muted}>
        You consented on {formatInstantDay(connection.consentedAt, timezone)}.{' '}
        {consentWords(connection.consentEndsAt, timezone, now)}
      </p>
    </>
  );
}
