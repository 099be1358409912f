import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { invitationsQuery } from '../../api/host.ts';
import { request } from '../../api/request.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { ShownOnce } from '../../components/shown-once.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import css from '../../styles/boxed-rows.module.css';
import card from '../../styles/card.module.css';
import { InvitationForm } from './invitation-form.tsx';
import { InvitationRow } from './invitation-row.tsx';

/** Where the host lets in one person at a time. */
export function Invitations() {
  const query = useQuery(invitationsQuery);
  const focus = useKeptFocus<HTMLElement>();
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: (note: string) => request('POST /api/invitations', { body: note === '' ? {} : { note } }),
    onSuccess: () => queryClient.invalidateQueries(invitationsQuery),
    // The link is to be nowhere but on the page.
    gcTime: 0,
  });
  const made = make.data;
  return (
    <section
      className={`${card.card} ${card.section}`}
      aria-labelledby="invitations"
      tabIndex={-1}
      {...focus}
    >
      <h2 id="invitations">Invitations</h2>
      <p className={card.muted}>
        A link that lets one person in while the instance is closed. It works once, within seven days.
      </p>
      <div className={css.place}>
        <AsyncSection query={query} skeleton={<Skeleton height="1.5rem" />}>
          {(invitations) =>
            invitations.length === 0 ? (
              <p className={card.muted}>None is waiting to be used.</p>
            ) : (
              <ul className={css.rows} aria-label="Invitations that nobody has used yet">
                {invitations.map((invitation) => (
                  <InvitationRow
                    key={invitation.id}
                    invitation={invitation}
                    onRevoked={() => {
                      if (invitation.id === made?.id) make.reset();
                    }}
                  />
                ))}
              </ul>
            )
          }
        </AsyncSection>
      </div>
      <ShownOnce
        secret={
          made && { text: made.url, name: made.note === null ? 'the link' : `the link for ${made.note}` }
        }
        copyLabel="Copy the link"
        onTaken={make.reset}
      />
      <InvitationForm make={make} />
    </section>
  );
}
