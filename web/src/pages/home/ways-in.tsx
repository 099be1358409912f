import type { InstanceAnswer } from '@analytics/contract/account';
import { useState } from 'react';
import { addressOf } from '../../base-address.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { AccountForm } from './account-form.tsx';
import { DemoListeners } from './demo-listeners.tsx';
import css from './ways-in.module.css';

interface WaysInProps {
  instance: InstanceAnswer;
  /** The token of a good invitation, which opens the ways in for new listeners too. */
  invitation?: string | undefined;
  returnTo: string | undefined;
}

/** Sign in, create an account, or let Spotify say who you are. */
export function WaysIn({ instance, invitation, returnTo }: WaysInProps) {
  const [isNew, setIsNew] = useState(invitation !== undefined);
  const login = addressOf('spotify/login');
  login.searchParams.set('returnTo', returnTo ?? '/spotify/analytics/');
  return (
    <div className={card.stack}>
      {instance.demoListeners.length > 0 && (
        <DemoListeners listeners={instance.demoListeners} returnTo={returnTo} />
      )}
      <section className={`${card.card} ${card.section}`}>
        <h2>{isNew ? 'Create an account' : 'Sign in'}</h2>
        {returnTo !== undefined && <p className={card.muted}>Sign in to see the page that you asked for.</p>}
        <AccountForm
          key={String(isNew)}
          isNew={isNew}
          invitation={invitation}
          isSecondary={instance.demoListeners.length > 0}
          returnTo={returnTo}
        />
        {instance.registrationOpen || invitation !== undefined ? (
          <button
            type="button"
            className={`${button.quiet} ${css.quiet}`}
            onClick={() => {
              setIsNew(!isNew);
            }}
          >
            {isNew ? 'I have an account: sign in' : 'New here: create an account'}
          </button>
        ) : (
          <p className={card.small}>
            No new accounts at the moment, unless the host of this instance invites you.
          </p>
        )}
      </section>
      <section className={`${card.card} ${card.section}`}>
        <h2>With Spotify</h2>
        {instance.spotifyAvailable ? (
          <>
            <a href={login.href} className={`${button.secondary} ${css.wide}`}>
              Sign in with Spotify
            </a>
            <p className={card.small}>New plays are then added by themselves.</p>
          </>
        ) : (
          <p className={card.muted}>
            Not needed: an account here and your export from Spotify give you everything. The host can set up
            a Spotify app later, so that new plays are added by themselves.
          </p>
        )}
      </section>
    </div>
  );
}
