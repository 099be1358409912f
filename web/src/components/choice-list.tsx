import { useId } from 'react';
import hidden from '../styles/visually-hidden.module.css';
import css from './choice-list.module.css';

interface Choice<T extends string> {
  value: T;
  name: string;
  /** What it means, in a sentence or two. */
  words: string;
  /** A figure that belongs to it. */
  figure?: string;
}

interface ChoiceListProps<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  value: T;
  disabled?: boolean;
  onChange: (value: T) => void;
}

/** A choice of a few that have to be explained. */
export function ChoiceList<T extends string>(props: ChoiceListProps<T>) {
  const { label, choices, value, disabled = false, onChange } = props;
  const id = useId();
  return (
    <fieldset className={css.choices} disabled={disabled}>
      <legend className={hidden.hidden}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={css.choice}>
          <input
            type="radio"
            name={id}
            checked={choice.value === value}
            aria-labelledby={`${id}-${choice.value}`}
            aria-describedby={`${id}-${choice.value}-words`}
            onChange={() => {
              onChange(choice.value);
            }}
          />
          <span id={`${id}-${choice.value}`} className={css.name}>
            {choice.name}
          </span>
          <span id={`${id}-${choice.value}-words`} className={css.words}>
            {choice.words}
            {choice.figure !== undefined && <strong className={css.figure}>{choice.figure}</strong>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
