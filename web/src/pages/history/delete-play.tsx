import type { Play } from '@analytics/contract/play';
import { Icon } from '../../components/icon.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import css from './play-days.module.css';

interface DeletePlayProps {
  play: Play;
  onDelete: (play: Play) => void;
}

/** Deletes one play; the focus goes to the next, so that several can go one after another. */
export function DeletePlay({ play, onDelete }: DeletePlayProps) {
  const { timezone } = useUser();
  return (
    <button
      type="button"
      className={css.button}
      data-delete
      aria-label={`Delete the play of ${play.track.name}, ${formatInstant(play.playedAt, timezone)}`}
      title="Delete this play"
      onClick={({ currentTarget }) => {
        focusNeighbour(currentTarget);
        onDelete(play);
      }}
    >
      <Icon name="remove" size={16} />
    </button>
  );
}

function focusNeighbour(button: HTMLElement): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('[data-delete]')];
  const index = buttons.indexOf(button);
  (buttons[index + 1] ?? buttons[index - 1])?.focus({ preventScroll: true });
}
