import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { formatNumber } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import css from './deletion-bar.module.css';
import { type Deletion, dropDeletion, sendDeletion, sendWaiting } from './deletions.ts';

/** Brings back what was deleted less than ten seconds ago, the latest first. Whoever leaves the history has made up their mind. */
export function DeletionBar({ deletions }: { deletions: readonly Deletion[] }) {
  const queryClient = useQueryClient();
  const [said, setSaid] = useState('');
  const latest = deletions.findLast(({ state }) => state === 'waiting');
  const failed = deletions.find(({ state }) => state === 'failed');
  const undo = (): void => {
    if (latest === undefined) return;
    dropDeletion(latest);
    setSaid(`${playsInWords(latest)} back in your history.`);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input[type=search]');
    if (!isUndo || isTyping || latest === undefined) return;
    event.preventDefault();
    undo();
  });
  useEffect(() => {
    const send = (): void => {
      sendWaiting(queryClient);
    };
    addEventListener('keydown', onKeyDown);
    addEventListener('pagehide', send);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('pagehide', send);
      send();
    };
  }, [queryClient]);
  return (
    <>
      <output className={hidden.hidden}>
        {latest === undefined
          ? said
          : `Deleted ${playsInWords(latest)}. Undo it within ten seconds with Control and Z.`}
      </output>
      {latest !== undefined && (
        <div className={css.bar}>
          <p>
            <strong>Deleted {playsInWords(latest)}.</strong>{' '}
            <span className={css.note}>It stays away, also when an import brings it again.</span>
          </p>
          <button
            type="button"
            className={button.secondary}
            aria-keyshortcuts="Control+Z Meta+Z"
            onClick={undo}
          >
            Undo
          </button>
          <span key={latest.plays[0]?.id} className={css.time} aria-hidden="true" />
        </div>
      )}
      {failed !== undefined && (
        <div role="alert" className={css.bar}>
          <p>
            <strong>{playsInWords(failed)} could not be deleted.</strong> {failed.error?.message}
          </p>
          <button
            type="button"
            className={button.secondary}
            onClick={() => void sendDeletion(failed, queryClient)}
          >
            Try again
          </button>
          <button
            type="button"
            className={button.quiet}
            onClick={() => {
              dropDeletion(failed);
            }}
          >
            Keep
          </button>
        </div>
      )}
    </>
  );
}

/** The plays of a deletion in few words: the name of the only one, or how many. */
const playsInWords = ({ plays }: Deletion): string =>
  plays.length === 1 ? `“${plays[0]?.track.name}”` : `${formatNumber(plays.length)} plays`;
