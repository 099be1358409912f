import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import hidden from '../styles/visually-hidden.module.css';
import css from './palette.module.css';
import { PaletteList } from './palette-list.tsx';
import { useFinds } from './use-finds.ts';

/**
 * Finds any track, artist and album of the listener, and every page. The arrow keys go from the field through the finds and back;
 * Enter in the field opens the first of them.
 */
export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [text, setText] = useState('');
  // Enter has been pressed; the finds may still be on their way.
  const [isEntered, setIsEntered] = useState(false);
  const finds = useFinds(text.trim());
  const lines = finds.groups.flatMap(({ lines: some }) => some);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const close = (): void => dialog.current?.close();
  const openFirst = useEffectEvent(() => {
    const [first] = lines;
    if (first === undefined) return;
    close();
    void navigate(first.place);
  });
  useEffect(() => {
    if (isEntered && finds.isSettled) openFirst();
  }, [isEntered, finds.isSettled]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      moveFocus(dialog.current, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && event.target === field.current) {
      setIsEntered(true);
    } else {
      // Whoever goes on typing means the field.
      if (event.key.length === 1 || event.key === 'Backspace') field.current?.focus();
      return;
    }
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} className={css.dialog} aria-label="Search" closedby="any" onClose={onClose}>
      <div className={css.head}>
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          inputMode="search"
          enterKeyHint="go"
          className={css.input}
          aria-label="Track, artist, album or page"
          placeholder="Track, artist, album or page"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIsEntered(false);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={css.close} aria-label="Close the search" onClick={close}>
          <Icon name="remove" />
        </button>
      </div>
      <PaletteList finds={finds} text={text.trim()} onKeyDown={onKeyDown} onLeave={close} />
      <output className={hidden.hidden}>
        {finds.isSettled && text !== '' && (lines.length === 1 ? '1 find' : `${lines.length} finds`)}
      </output>
    </dialog>
  );
}

/** Moves the focus among the field and the finds, round and round. */
function moveFocus(dialog: HTMLDialogElement | null, step: 1 | -1): void {
  const stops = [...(dialog?.querySelectorAll<HTMLElement>('input, a') ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[(at + step + stops.length) % stops.length]?.focus();
}
