import css from './progress-bar.module.css';

interface ProgressBarProps {
  label: string;
  /** What is done, 0 to 1; undefined while nobody knows. */
  part?: number | undefined;
}

/** How far some work has come, in words and as a bar. */
export function ProgressBar({ label, part }: ProgressBarProps) {
  const percent = part === undefined ? undefined : Math.min(100, Math.floor(part * 100));
  return (
    <div className={css.progress}>
      <div className={css.words}>
        <span>{label}</span>
        {percent !== undefined && <span>{percent} %</span>}
      </div>
      <progress
        className={css.bar}
        aria-label={label}
        max={100}
        {...(percent !== undefined && { value: percent })}
      />
    </div>
  );
}
