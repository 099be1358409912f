import { type Static, Type } from 'typebox';
import { InvitationToken } from './invitation.ts';
import { Count, Id, Instant, Nullable, Shape } from './shape.ts';

/** A listener's own view of who they are. `isHost`: administrator of this instance. */
export const User = Shape({
  id: Id,
  username: Nullable(Type.String()),
  displayName: Type.String(),
  isHost: Type.Boolean(),
  timezone: Type.String(),
});
export type User = Static<typeof User>;

export const SessionAnswer = Shape({ user: User });
export type SessionAnswer = Static<typeof SessionAnswer>;

/** A counted play ran 30 s, or half of its track, or to its end. */
export const CountingRule = Type.Union([
  Type.Literal('30-seconds'),
  Type.Literal('half-track'),
  Type.Literal('finished'),
]);
export type CountingRule = Static<typeof CountingRule>;

/** The day that a week begins with. */
export const WeekStart = Type.Union([Type.Literal('monday'), Type.Literal('sunday')]);
export type WeekStart = Static<typeof WeekStart>;

/**
 * `needs-reconnection`: Spotify no longer accepts the consent; the listener has to sign in with Spotify again, by a visit to
 * `/spotify/login`. A consent lasts six months from when it was given.
 */
export const SpotifyConnection = Shape({
  state: Type.Union([Type.Literal('connected'), Type.Literal('needs-reconnection')]),
  displayName: Nullable(Type.String()),
  consentedAt: Instant,
  consentEndsAt: Instant,
});
export type SpotifyConnection = Static<typeof SpotifyConnection>;

export const Account = Shape({
  id: Id,
  username: Nullable(Type.String()),
  displayName: Type.String(),
  isHost: Type.Boolean(),
  hasPassword: Type.Boolean(),
  timezone: Type.String(),
  countingRule: CountingRule,
  weekStart: WeekStart,
  /** Whether the statistics are still those by the time zone, counting rule, week start or exclusions before; the new ones are being made. */
  settingsPending: Type.Boolean(),
  createdAt: Instant,
  spotify: Nullable(SpotifyConnection),
  /** Whether the host has entered a Spotify app, so that connecting is possible at all. */
  spotifyAvailable: Type.Boolean(),
});
export type Account = Static<typeof Account>;

export const AccountPatch = Shape({
  displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  timezone: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  countingRule: Type.Optional(CountingRule),
  weekStart: Type.Optional(WeekStart),
});
export type AccountPatch = Static<typeof AccountPatch>;

export const Credentials = Shape({
  username: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
});
export type Credentials = Static<typeof Credentials>;

/**
 * `username`: letters, digits, `.`, `_`, `-`; compared without case. `timezone`: an IANA name, default UTC. `invitation`: needed
 * while registration is closed.
 */
export const NewAccount = Shape({
  username: Type.String({ minLength: 2, maxLength: 64, pattern: '^[A-Za-z0-9._-]+$' }),
  password: Type.String({ minLength: 8, maxLength: 1024 }),
  timezone: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  invitation: Type.Optional(InvitationToken),
});
export type NewAccount = Static<typeof NewAccount>;

export const PasswordChange = Shape({
  currentPassword: Type.String({ minLength: 1, maxLength: 1024 }),
  newPassword: Type.String({ minLength: 8, maxLength: 1024 }),
});
export type PasswordChange = Static<typeof PasswordChange>;

/** `read`: GET only. `full`: all that the listener may do, except sign-in, password, tokens and the end of the account. */
export const TokenAccess = Type.Union([Type.Literal('read'), Type.Literal('full')]);
export type TokenAccess = Static<typeof TokenAccess>;

export const NewPersonalAccessToken = Shape({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  access: TokenAccess,
});
export type NewPersonalAccessToken = Static<typeof NewPersonalAccessToken>;

/** What a script of the listener signs in with, sent as `Authorization: Bearer …`. `lastUsedAt` is exact to a minute. */
const tokenMembers = {
  id: Id,
  name: Type.String(),
  access: TokenAccess,
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
};
export const PersonalAccessToken = Shape(tokenMembers);
export type PersonalAccessToken = Static<typeof PersonalAccessToken>;

/** The only answer that holds the token itself. */
export const CreatedPersonalAccessToken = Shape({ ...tokenMembers, token: Type.String() });
export type CreatedPersonalAccessToken = Static<typeof CreatedPersonalAccessToken>;

/** How many of all plays that are kept count by a rule. */
export const CountingRuleEffect = Shape({ countingRule: CountingRule, plays: Count });
export type CountingRuleEffect = Static<typeof CountingRuleEffect>;

/** The host's Spotify app. The secret itself is never given out. */
export const SpotifyApp = Shape({
  clientId: Nullable(Type.String()),
  hasClientSecret: Type.Boolean(),
  redirectUri: Type.String(),
  /** Where the id comes from; an app from the environment cannot be changed on the page. */
  source: Type.Union([Type.Literal('environment'), Type.Literal('settings'), Type.Literal('none')]),
});
export type SpotifyApp = Static<typeof SpotifyApp>;

export const SpotifyAppInput = Shape({
  clientId: Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9-]+$' }),
  clientSecret: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});
export type SpotifyAppInput = Static<typeof SpotifyAppInput>;

/** Whether strangers may create accounts, with a password or by Spotify. Those who have one can always sign in. */
export const Registration = Shape({ open: Type.Boolean() });
export type Registration = Static<typeof Registration>;

/** What a stranger may know before signing in: which ways in there are. */
export const InstanceAnswer = Shape({
  version: Type.String(),
  /** Who is signed in; a stranger gets null here instead of an error. */
  user: Nullable(User),
  registrationOpen: Type.Boolean(),
  spotifyAvailable: Type.Boolean(),
  /** Accounts to look around with; only the demo has any, and their passwords are no secret. */
  demoListeners: Type.Array(
    Shape({ username: Type.String(), password: Type.String(), description: Type.String() }),
  ),
});
export type InstanceAnswer = Static<typeof InstanceAnswer>;
