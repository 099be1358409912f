import type { RecordingDecision } from '@analytics/contract/recording';
import { useInfiniteQuery } from '@tanstack/react-query';
import { decisionsQuery } from '../../api/recordings.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { ShowMore } from '../../components/show-more.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import css from './decisions.module.css';
import { useTakeBack } from '../../recordings/use-decisions.ts';

/** What was decided by hand about the listener's tracks, and how to take it back. */
export function Decisions() {
  const pages = useInfiniteQuery(decisionsQuery);
  const { data, error } = pages;
  const decisions = data?.pages.flatMap((page) => page.items);
  const focus = useKeptFocus<HTMLElement>();
  return (
    <section className={`${card.card} ${card.section}`} aria-labelledby="decisions" tabIndex={-1} {...focus}>
      <h2 id="decisions">Decided by hand</h2>
      {decisions?.length === 0 && (
        <p className={card.muted}>
          Nothing was joined or split by hand. Whatever is, outlives all that is found out later.
        </p>
      )}
      {decisions !== undefined && decisions.length > 0 && (
        <ul className={css.decisions}>
          {decisions.map((decision) => (
            <Decision key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <ShowMore pages={pages}>Show earlier decisions</ShowMore>
    </section>
  );
}

const kinds = { join: 'Joined', split: 'Split' } as const;

function Decision({ decision }: { decision: RecordingDecision }) {
  const { isHost, timezone } = useUser();
  const { mutate, error, isPending } = useTakeBack();
  const { id, kind, decidedAt, isOwn, byHost, tracks } = decision;
  const who = isOwn ? 'you' : byHost ? 'the host' : 'another listener';
  return (
    <li className={css.decision}>
      <div className={css.words}>
        <p>
          <strong>{kinds[kind]}</strong>{' '}
          {tracks.map((track, index) => (
            <span key={track.id}>
              {index > 0 && ', '}
              <EntryLink kind="tracks" entry={track} />
              {track.album !== null && ` on ${track.album.name}`}
            </span>
          ))}
        </p>
        <p className={card.small}>
          by {who} on {formatInstantDay(decidedAt, timezone)}
        </p>
        <ActionError error={error} />
      </div>
      {(isOwn || isHost) && (
        <ActionButton
          aria-label={`Take back: ${kinds[kind]} ${tracks.map(({ name }) => name).join(', ')}`}
          isBusy={isPending}
          onClick={() => {
            mutate(id);
          }}
        >
          Take back
        </ActionButton>
      )}
    </li>
  );
}
