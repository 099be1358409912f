import type { InstanceAnswer } from '@analytics/contract/account';
import { useQuery } from '@tanstack/react-query';
import { invitationQuery } from '../../api/instance.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatInstant } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import { WaysIn } from './ways-in.tsx';

interface InvitedWaysInProps {
  instance: InstanceAnswer;
  invitation: string;
  returnTo: string | undefined;
}

/** The ways in for whoever comes by the link of an invitation, be it still good or not. */
export function InvitedWaysIn({ instance, invitation, returnTo }: InvitedWaysInProps) {
  const query = useQuery(invitationQuery(invitation));
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (
    <AsyncSection query={query} skeleton={<Skeleton height="18rem" />}>
      {(endsAt) => (
        <div className={card.stack}>
          <section className={`${card.card} ${card.section}`}>
            {endsAt === null ? (
              <>
                <h2>This invitation cannot be used any more</h2>
                <p className={card.muted}>
                  It was used, has ended or was revoked. Ask the host of this instance for another.
                </p>
              </>
            ) : (
              <>
                <h2>You have been invited</h2>
                <p className={card.muted}>
                  Create an account{instance.spotifyAvailable && ', or sign in with Spotify'}. The invitation
                  is for one person, until {formatInstant(endsAt, timeZone)}.
                </p>
              </>
            )}
          </section>
          <WaysIn
            instance={instance}
            invitation={endsAt === null ? undefined : invitation}
            returnTo={returnTo}
          />
        </div>
      )}
    </AsyncSection>
  );
}
