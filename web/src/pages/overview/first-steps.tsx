import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery } from '../../api/account.ts';
import { useUser } from '../../components/user-context.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';

/** For a new account: the two ways in which plays arrive. */
export function FirstSteps() {
  const { isHost } = useUser();
  const { data: account } = useQuery(accountQuery);
  const needsApp = account?.spotifyAvailable === false;
  return (
    <div className={card.stack}>
      <p className={card.muted}>
        No plays yet. There are two ways for them to get here; most people take both, the first for the past
        and the second for what comes.
      </p>
      <div className={card.pair}>
        <section className={`${card.card} ${card.section}`}>
          <h2>Import your history</h2>
          <p className={card.muted}>
            Spotify hands out every play since the day you joined. Ask for the extended streaming history and
            drop the ZIP here. It needs no connection to Spotify, and any import can be undone.
          </p>
          <Link to="/spotify/analytics/import" className={button.primary}>
            Import an export
          </Link>
        </section>
        <section className={`${card.card} ${card.section}`}>
          <h2>Connect to Spotify</h2>
          <p className={card.muted}>{connectionWords(account?.spotify != null, needsApp, isHost)}</p>
          {needsApp && isHost ? (
            <Link to="/spotify/analytics/set-up" className={button.secondary}>
              Set up the Spotify app
            </Link>
          ) : (
            <Link to="/spotify/analytics/settings" className={button.secondary}>
              Open the settings
            </Link>
          )}
        </section>
      </div>
    </div>
  );
}

function connectionWords(isConnected: boolean, needsApp: boolean, isHost: boolean): string {
  if (isConnected) {
    return 'You are connected. Plays appear here within minutes of your listening, once the monitoring runs.';
  }
  if (!needsApp) {
    return 'Allow this instance to read what you played recently, and every new play is added by itself.';
  }
  return isHost
    ? 'This instance needs a Spotify app of its own first. You are its host: it takes about five minutes.'
    : 'The host of this instance has not set up a Spotify app yet. Once they have, every new play is added by itself.';
}
