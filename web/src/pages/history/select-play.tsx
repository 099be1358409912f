import type { Play } from '@analytics/contract/play';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import css from './play-days.module.css';

interface SelectPlayProps {
  play: Play;
  isSelected: boolean;
  onToggle: () => void;
}

/** Takes one play into the selection or out of it. */
export function SelectPlay({ play, isSelected, onToggle }: SelectPlayProps) {
  const { timezone } = useUser();
  return (
    <label className={css.box}>
      <input
        type="checkbox"
        aria-label={`Select the play of ${play.track.name}, ${formatInstant(play.playedAt, timezone)}`}
        checked={isSelected}
        onChange={onToggle}
      />
    </label>
  );
}
