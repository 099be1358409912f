import { type RefObject, useEffect, useRef } from 'react';

interface FocusKeeper<E extends HTMLElement> {
  ref: RefObject<E | null>;
  onFocus: () => void;
  onBlur: () => void;
}

/**
 * Keeps the focus in a place whose controls come and go: when the one that had it goes, the place itself takes it, and when the
 * place goes, the content of the page, so that the keyboard goes on from there. The place needs `tabIndex={-1}`.
 */
export function useKeptFocus<E extends HTMLElement>(): FocusKeeper<E> {
  const ref = useRef<E>(null);
  const isInside = useRef(false);
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body)
      ref.current?.focus({ preventScroll: true });
  });
  useEffect(
    () => () => {
      if (isInside.current && document.activeElement === document.body)
        document.getElementById('main')?.focus({ preventScroll: true });
    },
    [],
  );
  return {
    ref,
    onFocus: () => {
      isInside.current = true;
    },
    // React does not tell of the focus that is lost because it removed what had it.
    onBlur: () => {
      isInside.current = false;
    },
  };
}
