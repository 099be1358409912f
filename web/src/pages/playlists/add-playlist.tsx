import { type FormEvent, useId, useState } from 'react';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import css from './add-playlist.module.css';
import { OwnPlaylists } from './own-playlists.tsx';
import { useWatchPlaylist } from './watch-playlist.ts';

/** Watches a further playlist: any by its address, or one of the listener's own. */
export function AddPlaylist() {
  const id = useId();
  const [isChoosing, setIsChoosing] = useState(false);
  const { mutate, error, isPending, isSuccess } = useWatchPlaylist();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = event.currentTarget;
    const playlist = new FormData(fields).get('playlist');
    if (isPending || typeof playlist !== 'string') return;
    mutate(playlist.trim(), {
      onSuccess: () => {
        fields.reset();
      },
    });
  };
  return (
    <section className={`${card.card} ${card.section}`} aria-labelledby={id}>
      <h2 id={id}>Watch a playlist</h2>
      <form className={css.form} onSubmit={submit}>
        <div className={form.field}>
          <label htmlFor={`${id}-playlist`} className={form.label}>
            Address, URI or id
          </label>
          <input
            id={`${id}-playlist`}
            name="playlist"
            className={form.input}
            placeholder="https://open.spotify.com/playlist/…"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={500}
            required
            aria-describedby={`${id}-hint`}
          />
        </div>
        <button type="submit" className={button.primary} aria-disabled={isPending}>
          Watch
        </button>
      </form>
      <p id={`${id}-hint`} className={form.hint}>
        At Spotify: the menu of the playlist, Share, Copy link. It is scanned at once, and then every day.
      </p>
      <ActionError error={error} />
      <output className={card.small}>{isSuccess && 'It is watched now, and is in the list below.'}</output>
      <button
        type="button"
        className={button.secondary}
        aria-expanded={isChoosing}
        onClick={() => {
          setIsChoosing(!isChoosing);
        }}
      >
        Choose from your own playlists
      </button>
      {isChoosing && <OwnPlaylists />}
    </section>
  );
}
