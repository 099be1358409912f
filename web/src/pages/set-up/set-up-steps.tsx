import type { SpotifyApp } from '@analytics/contract/account';
import { CopyButton } from '../../components/copy-button.tsx';
import card from '../../styles/card.module.css';
import { isRefusedBySpotify } from './redirect-uri.ts';
import css from './set-up-steps.module.css';
import { SpotifyAppForm } from './spotify-app-form.tsx';

/** From nothing to a working Spotify app, step by step. */
export function SetUpSteps({ app }: { app: SpotifyApp }) {
  return (
    <div className={css.page}>
      <p className={card.muted}>
        A Spotify app of your own lets listeners connect their accounts, so that new plays are added by
        themselves. Imports work without one. Spotify asks that the app’s owner has Premium, and lets up to
        five people use it.
      </p>
      <ol className={css.steps}>
        <li>
          <h2>Create an app at Spotify</h2>
          <p>
            Sign in at{' '}
            <a href="https://developer.spotify.com/dashboard" target="_blank" rel="noreferrer">
              developer.spotify.com/dashboard
            </a>
            , press “Create app”, give it any name and tick “Web API”.
          </p>
        </li>
        <li>
          <h2>Enter this redirect URI there</h2>
          <div className={css.uri}>
            <code className={css.code}>{app.redirectUri}</code>
            <CopyButton text={app.redirectUri} label="Copy the redirect URI" />
          </div>
          <p className={card.small}>
            Letter by letter: Spotify compares it exactly, and the address of this instance has to begin the
            same way.
          </p>
          {isRefusedBySpotify(app.redirectUri) && (
            <p role="alert" className={css.warning}>
              <strong>Spotify will refuse this address.</strong> Change PUBLIC_URL to an https address or to
              http://127.0.0.1, then start the instance again.
            </p>
          )}
          <details>
            <summary className={css.summary}>Why not localhost?</summary>
            <p className={card.muted}>
              Since 2025 Spotify takes only https addresses and the literal loopback addresses{' '}
              <code>127.0.0.1</code> and <code>[::1]</code>. The name <code>localhost</code> and plain http on
              a home network are refused with “Insecure redirect URI”. On another machine than your own, put
              the instance behind a reverse proxy with https.
            </p>
          </details>
        </li>
        <li>
          <h2>Add your listeners</h2>
          <p>
            Under “User management” enter the name and the Spotify e-mail address of everyone who is to
            connect. Whoever is missing there can sign in, but Spotify then tells us nothing about them.
          </p>
        </li>
        <li>
          <h2>Copy the app’s keys here</h2>
          <SpotifyAppForm app={app} />
        </li>
      </ol>
    </div>
  );
}
