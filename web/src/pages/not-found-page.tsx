import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeading } from '../components/page-heading.tsx';
import button from '../styles/button.module.css';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageHeading title="Page not found" />
      <EmptyState title="Nothing lives at this address">
        <p>It may have been mistyped, or the page has moved.</p>
        <Link to="/spotify/analytics/" className={button.primary}>
          Go to the overview
        </Link>
      </EmptyState>
    </>
  );
}
