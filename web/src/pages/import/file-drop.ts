import { useEffectEvent, useLayoutEffect, useState } from 'react';
import { readDroppedFiles } from './dropped-files.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Takes files and folders that are dropped anywhere on the page, and tells whether some hover over it. What cannot be read is
 * handed on as the error that it is.
 */
export function useFileDrop(onDrop: (files: File[] | Error) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent((transfer: DataTransfer) => {
    readDroppedFiles(transfer).then(onDrop, (cause: unknown) => {
      onDrop(new Error('The folder could not be read. Choose its files instead.', { cause }));
    });
  });
  // As soon as the zone is to be seen.
  useLayoutEffect(() => {
    const stopper = new AbortController();
    const { signal } = stopper;
    const hover = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Otherwise the browser would open the file in place of the page.
      event.preventDefault();
      setIsOver(true);
    };
    addEventListener('dragover', hover, { signal });
    addEventListener(
      'dragleave',
      (event) => {
        // Only when the pointer leaves the window, not from one element to the next.
        if (event.relatedTarget === null) setIsOver(false);
      },
      { signal },
    );
    addEventListener(
      'drop',
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setIsOver(false);
        if (event.dataTransfer !== null) take(event.dataTransfer);
      },
      { signal },
    );
    return () => {
      stopper.abort();
    };
  }, []);
  return isOver;
}
