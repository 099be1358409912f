import { useQuery } from '@tanstack/react-query';
import { spotifyAppQuery } from '../../api/account.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import card from '../../styles/card.module.css';
import { SetUpSteps } from './set-up-steps.tsx';

/** Where the host enters the Spotify app of the instance. */
export function SetUpPage() {
  const { isHost } = useUser();
  return (
    <>
      <PageHeading title="Set up the Spotify app" />
      {isHost ? (
        <HostSetUp />
      ) : (
        <EmptyState title="This is for the host">
          <p>Only the host of this instance can set up its Spotify app.</p>
        </EmptyState>
      )}
    </>
  );
}

function HostSetUp() {
  const query = useQuery(spotifyAppQuery);
  const skeleton = (
    <div className={card.card}>
      <Skeleton height="32rem" />
    </div>
  );
  return (
    <AsyncSection query={query} skeleton={skeleton}>
      {(app) => <SetUpSteps app={app} />}
    </AsyncSection>
  );
}
