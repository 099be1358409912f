import { Link } from '@tanstack/react-router';
import button from '../styles/button.module.css';
import { EmptyState } from './empty-state.tsx';

/** For a listener without any plays. */
export function EmptyHistory() {
  return (
    <EmptyState title="No plays yet">
      <p>This page fills once there is a history: import your export, or connect Spotify in the settings.</p>
      <Link to="/spotify/analytics/import" className={button.primary}>
        Import your history
      </Link>
    </EmptyState>
  );
}
