import type { InstanceAnswer } from '@analytics/contract/account';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import css from './demo-listeners.module.css';
import { useEnter } from './enter.ts';

interface DemoListenersProps {
  listeners: InstanceAnswer['demoListeners'];
  returnTo: string | undefined;
}

/** The invented listeners of the demo, to look around as one of them. */
export function DemoListeners({ listeners, returnTo }: DemoListenersProps) {
  const { mutate, error, isPending } = useEnter(returnTo);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>This is a demo</h2>
      <p className={card.muted}>Its listeners and their plays are invented. Nobody asks for a password.</p>
      <ul className={css.list}>
        {listeners.map(({ username, password, description }, index) => (
          <li key={username} className={css.listener}>
            <button
              type="button"
              className={index === 0 ? button.primary : button.secondary}
              disabled={isPending}
              onClick={() => {
                mutate({ kind: 'sign-in', body: { username, password } });
              }}
            >
              Look around as {username}
            </button>
            <p className={card.small}>{description}</p>
          </li>
        ))}
      </ul>
      <ActionError error={error} />
    </section>
  );
}
