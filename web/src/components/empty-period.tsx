import { Link } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';
import button from '../styles/button.module.css';

/** For a period without plays, of a listener who has some. */
export function EmptyPeriod() {
  return (
    <EmptyState title="Nothing was played in this period">
      <p>Choose another one above, or look at everything there is.</p>
      <Link to="." search={{ range: 'all' }} className={button.secondary}>
        Show all time
      </Link>
    </EmptyState>
  );
}
