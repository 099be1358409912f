import { useQuery } from '@tanstack/react-query';
import { tokensQuery } from '../../api/account.ts';
import { addressOf } from '../../base-address.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import css from '../../styles/boxed-rows.module.css';
import card from '../../styles/card.module.css';
import { TokenForm } from './token-form.tsx';
import { TokenRow } from './token-row.tsx';

/** What scripts of the listener sign in with. */
export function TokenSettings() {
  const query = useQuery(tokensQuery);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Access for scripts</h2>
      <p className={card.muted}>
        With a personal access token a script of yours uses the{' '}
        <a href={addressOf('api/docs').href}>HTTP interface</a> in your name. No token can change your
        password, make other tokens or delete your account.
      </p>
      <div className={css.place}>
        <AsyncSection query={query} skeleton={<Skeleton height="1.5rem" />}>
          {(tokens) =>
            tokens.length === 0 ? (
              <p className={card.muted}>You have no tokens.</p>
            ) : (
              <ul className={css.rows} aria-label="Your tokens">
                {tokens.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            )
          }
        </AsyncSection>
      </div>
      <TokenForm />
    </section>
  );
}
