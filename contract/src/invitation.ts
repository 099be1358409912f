import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, Shape } from './shape.ts';

/** The secret of an invitation: what stands behind `#invitation=` in its link, however much of that was lost or added on its way. */
export const InvitationToken = Type.String({ maxLength: 1000 });

const invitationMembers = {
  id: Id,
  /** For whom it is, in the host's words. */
  note: Nullable(Type.String()),
  createdAt: Instant,
  endsAt: Instant,
};

/** What lets one newcomer in while registration is closed. There is none any more once it was used. */
export const Invitation = Shape(invitationMembers);
export type Invitation = Static<typeof Invitation>;

export const NewInvitation = Shape({
  note: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});
export type NewInvitation = Static<typeof NewInvitation>;

/** The only answer that holds the link. Browsers keep what stands behind the `#` to themselves. */
export const CreatedInvitation = Shape({ ...invitationMembers, url: Type.String() });
export type CreatedInvitation = Static<typeof CreatedInvitation>;

export const InvitationInput = Shape({ invitation: InvitationToken });

/** `endsAt` is null when it lets nobody in: it was used, has ended, was revoked or never was. */
export const InvitationCheck = Shape({ endsAt: Nullable(Instant) });
