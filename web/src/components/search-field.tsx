import { useEffect, useEffectEvent, useId, useState } from 'react';
import form from '../styles/form.module.css';
import hidden from '../styles/visually-hidden.module.css';

const pauseMs = 250;

interface SearchFieldProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** Searches once the writer pauses. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const [knownValue, setKnownValue] = useState(value);
  // The address may change without the field, by the browser's back button.
  if (value !== knownValue) {
    setKnownValue(value);
    setText(value);
  }
  const search = useEffectEvent(onSearch);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => {
      search(text);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value]);
  return (
    <div>
      <label htmlFor={id} className={hidden.hidden}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        className={form.input}
        placeholder={label}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
    </div>
  );
}
