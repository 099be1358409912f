import { Link } from '@tanstack/react-router';
import { EntryLink } from '../../components/entry-link.tsx';
import card from '../../styles/card.module.css';
import { JoinTrack } from '../../recordings/join-track.tsx';
import type { Detail } from './detail.ts';
import css from './same-recording.module.css';

/** The other tracks that a track is one recording with, and how to join further ones or part them. */
export function SameRecording({ id, detail: { name, versions } }: { id: number; detail: Detail }) {
  return (
    <section className={`${card.card} ${card.section}`} aria-labelledby="same-recording">
      <h2 id="same-recording">Counted as the same recording</h2>
      {versions.length === 0 ? (
        <p className={card.muted}>No other track of yours.</p>
      ) : (
        <>
          <ul className={css.versions}>
            {versions.map((track) => (
              <li key={track.id}>
                <EntryLink kind="tracks" entry={track} />
                <span className={card.small}>{track.album !== null && ` on ${track.album.name}`}</span>
              </li>
            ))}
          </ul>
          <Link to="/spotify/analytics/recordings" search={{ search: name }}>
            Why these are one, and how to split them
          </Link>
        </>
      )}
      <JoinTrack id={id} name={name} />
    </section>
  );
}
