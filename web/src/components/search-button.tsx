import { lazy, Suspense, useEffect, useState } from 'react';
import { Icon } from './icon.tsx';
import css from './search-button.module.css';

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }));
const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the search for tracks, artists, albums and pages, as Ctrl+K does from anywhere. */
export function SearchButton() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setIsOpen(true);
    };
    addEventListener('keydown', open);
    return () => {
      removeEventListener('keydown', open);
    };
  }, []);
  return (
    <>
      <button
        type="button"
        className={css.button}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Icon name="search" />
        <span className={css.name}>Search</span>
        <kbd className={css.keys} aria-hidden="true">
          {isMac ? '⌘ K' : 'Ctrl K'}
        </kbd>
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <Palette
            onClose={() => {
              setIsOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
