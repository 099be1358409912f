import type { Exclusion } from '@analytics/contract/exclusion';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery } from '../api/account.ts';
import { ActionButton } from '../components/action-button.tsx';
import { ActionError } from '../components/action-error.tsx';
import link from '../components/entry-link.module.css';
import { EntryLink } from '../components/entry-link.tsx';
import { useKeptFocus } from '../components/kept-focus.ts';
import { useUser } from '../components/user-context.ts';
import { formatInstantDay } from '../format/date.ts';
import card from '../styles/card.module.css';
import { type ExclusionSubject, subjectOf } from './exclusion-subject.ts';
import { excludedPlays } from './exclusion-words.ts';
import { useInclude } from './use-exclusion-change.ts';

/** Says that what the page is about is left out of the count, by itself or with something else, and counts it again. */
export function ExclusionNotice({ exclusion, kind }: { exclusion: Exclusion; kind: Exclusion['kind'] }) {
  const { timezone } = useUser();
  const { mutate, error, isPending } = useInclude();
  const { data: account } = useQuery(accountQuery);
  const focus = useKeptFocus<HTMLDivElement>();
  const subject = subjectOf(exclusion);
  return (
    <div className={card.card} tabIndex={-1} {...focus}>
      <div className={card.spread}>
        <p>
          <strong>Left out of the count</strong>
          {subject.kind !== kind && (
            <>
              {` with the ${subject.kind} `}
              <SubjectLink subject={subject} />
            </>
          )}
          {` since ${formatInstantDay(exclusion.createdAt, timezone)}: ${excludedPlays(exclusion.plays)}`}
        </p>
        <ActionButton
          aria-label={`Count again: ${subject.name}`}
          isBusy={isPending}
          onClick={() => {
            mutate(exclusion.id);
          }}
        >
          Count again
        </ActionButton>
      </div>
      <p aria-live="polite" className={card.small}>
        {account?.settingsPending === true &&
          'Your figures are being made anew. Until that is done, you see those from before.'}
      </p>
      <ActionError error={error} />
    </div>
  );
}

/** The name of what is left out, and the way to its page. */
export function SubjectLink({ subject: { kind, id, name } }: { subject: ExclusionSubject }) {
  if (kind !== 'playlist') return <EntryLink kind={`${kind}s`} entry={{ id, name }} />;
  return (
    <Link
      to="/spotify/analytics/playlists/$playlistId"
      params={{ playlistId: String(id) }}
      className={link.link}
    >
      {name}
    </Link>
  );
}
