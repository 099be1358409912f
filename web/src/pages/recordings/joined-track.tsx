import type { Recording } from '@analytics/contract/recording';
import { trackDescription } from '../../api/leaderboard.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { Artwork } from '../../components/artwork.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { formatPlayLength } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import rows from '../../styles/rows.module.css';
import { reasonWords } from './reason-words.ts';
import { useSplit } from '../../recordings/use-decisions.ts';

/** One of the tracks of a recording: why it is one with the others, and how to part it from them. */
export function JoinedTrack({ joined: { track, plays, reason } }: { joined: Recording['tracks'][number] }) {
  const { mutate, error, isPending } = useSplit();
  const { id, name, byline, imageUrl, spotifyUrl } = trackDescription(track);
  const remarks = [
    byline,
    track.album?.name,
    track.durationMs !== null && formatPlayLength(track.durationMs),
    track.isLocal && 'local file',
  ].filter((remark) => typeof remark === 'string' && remark !== '');
  return (
    <li className={`${rows.row} ${rows.stacked}`}>
      <Artwork url={imageUrl} size={40} />
      <div className={rows.words}>
        <p className={rows.name}>
          <EntryLink kind="tracks" entry={track} />
        </p>
        <p className={card.small}>{remarks.join(' · ')}</p>
        <p className={card.small}>
          {formatCount(plays, 'play')} · {reasonWords[reason]}
        </p>
        <ActionError error={error} />
      </div>
      <div className={rows.actions}>
        <SpotifyLink url={spotifyUrl} name={name} />
        <ConfirmDialog
          renderTrigger={(ask) => (
            <ActionButton
              isBusy={isPending}
              onClick={ask}
              aria-label={['Split off', name, track.album && `on ${track.album.name}`]
                .filter(Boolean)
                .join(' ')}
            >
              Split off
            </ActionButton>
          )}
          title={`Split ${name} off?`}
          action="Split off"
          onConfirm={() => {
            mutate(id);
          }}
        >
          <p>
            It is counted by itself from now on, with {formatCount(plays, 'play')} of yours. That holds for
            everybody on this instance, whatever is found out about the tracks later, until it is taken back
            below.
          </p>
        </ConfirmDialog>
      </div>
    </li>
  );
}
