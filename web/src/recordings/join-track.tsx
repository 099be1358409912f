import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type LeaderboardEntry, leaderboardQuery } from '../api/leaderboard.ts';
import { ActionButton } from '../components/action-button.tsx';
import { ActionError } from '../components/action-error.tsx';
import { Artwork } from '../components/artwork.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useKeptFocus } from '../components/kept-focus.ts';
import { SearchField } from '../components/search-field.tsx';
import { formatCount } from '../format/number.ts';
import button from '../styles/button.module.css';
import card from '../styles/card.module.css';
import rows from '../styles/rows.module.css';
import css from './join-track.module.css';
import { useJoin } from './use-decisions.ts';

const limit = 8;

/** Joins a track by hand with another one of the listener's, which is searched for. */
export function JoinTrack({ id, name }: { id: number; name: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const focus = useKeptFocus<HTMLDivElement>();
  return (
    <div className={css.join} tabIndex={-1} {...focus}>
      <button
        type="button"
        className={button.secondary}
        aria-expanded={isOpen}
        aria-label={`Join with another track: ${name}`}
        onClick={() => {
          setText(isOpen ? '' : name);
          setIsOpen(!isOpen);
        }}
      >
        Join with another track
      </button>
      {isOpen && (
        <>
          <p className={card.muted}>
            Tracks that are the same recording count as one, for everybody on this instance, whatever is found
            out about them later. You can take that back at any time.
          </p>
          <SearchField label="Search your tracks" value={text} onSearch={setText} />
          {text !== '' && (
            <Candidates
              id={id}
              text={text}
              onJoined={() => {
                setIsOpen(false);
                setText('');
              }}
            />
          )}
        </>
      )}
    </div>
  );
}

interface CandidatesProps {
  id: number;
  text: string;
  onJoined: () => void;
}

/** What could be joined with the track. */
function Candidates({ id, text, onJoined }: CandidatesProps) {
  const { data, error } = useQuery(leaderboardQuery('tracks', { search: text, limit }));
  // The track itself is found by its name too.
  const entries = data?.entries.filter((entry) => entry.id !== id);
  if (entries === undefined) return error === null ? null : <ErrorNotice error={error} />;
  if (entries.length === 0)
    return <p className={card.muted}>No other track of yours contains “{text}” in its names.</p>;
  return (
    <ul className={rows.rows} aria-label="Tracks to join with">
      {entries.map((entry) => (
        <Candidate key={entry.id} id={id} entry={entry} onJoined={onJoined} />
      ))}
    </ul>
  );
}

interface CandidateProps {
  id: number;
  entry: LeaderboardEntry;
  onJoined: () => void;
}

function Candidate({ id, entry, onJoined }: CandidateProps) {
  const { mutate, error, isPending } = useJoin();
  return (
    <li className={rows.row}>
      <Artwork url={entry.imageUrl} size={40} />
      <div className={rows.words}>
        <p className={rows.name}>{entry.name}</p>
        <p className={card.small}>
          {entry.byline} · {formatCount(entry.plays, 'play')}
        </p>
        <ActionError error={error} />
      </div>
      <ActionButton
        aria-label={`Join with ${entry.name} by ${entry.byline}`}
        isBusy={isPending}
        onClick={() => {
          mutate([id, entry.id], { onSuccess: onJoined });
        }}
      >
        Join
      </ActionButton>
    </li>
  );
}
