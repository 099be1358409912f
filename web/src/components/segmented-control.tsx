import { useId } from 'react';
import hidden from '../styles/visually-hidden.module.css';
import css from './segmented-control.module.css';

interface SegmentedControlProps<T extends string> {
  label: string;
  options: readonly { value: T; name: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** A choice of a few, all in sight. */
export function SegmentedControl<T extends string>({
  label,
  options,
  value,
  onChange,
}: SegmentedControlProps<T>) {
  const name = useId();
  return (
    <fieldset className={css.control}>
      <legend className={hidden.hidden}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.option}>
          <input
            type="radio"
            name={name}
            className={hidden.hidden}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}
