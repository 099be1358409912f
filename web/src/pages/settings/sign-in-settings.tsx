import type { Account } from '@analytics/contract/account';
import card from '../../styles/card.module.css';
import { LogOut } from './log-out.tsx';
import { PasswordForm } from './password-form.tsx';

/** How the listener signs in. */
export function SignInSettings({ account }: { account: Account }) {
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Sign-in</h2>
      <p className={card.muted}>
        Signed in as <strong>{account.username ?? account.displayName}</strong>
        {account.hasPassword
          ? ', with a password of this instance.'
          : ': Spotify says who you are, and there is no password here.'}
      </p>
      {account.hasPassword && <PasswordForm />}
      <LogOut />
    </section>
  );
}
