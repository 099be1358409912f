import { useEffect, useEffectEvent, useState } from 'react';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and tells whether some hover over it. */
export function useFileDrop(onDrop: (files: FileList) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onDrop);
  useEffect(() => {
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
        if (event.dataTransfer !== null) take(event.dataTransfer.files);
      },
      { signal },
    );
    return () => {
      stopper.abort();
    };
  }, []);
  return isOver;
}
