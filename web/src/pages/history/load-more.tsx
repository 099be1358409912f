import { useEffect, useEffectEvent, useRef } from 'react';
import button from '../../styles/button.module.css';
import css from './history-page.module.css';

interface LoadMoreProps {
  isLoading: boolean;
  onLoad: () => void;
}

/** Loads the next page when the end of the list comes near, or when it is pressed. */
export function LoadMore({ isLoading, onLoad }: LoadMoreProps) {
  const place = useRef<HTMLButtonElement>(null);
  const load = useEffectEvent(() => {
    if (!isLoading) onLoad();
  });
  // Looked at anew after every page, because a short one may leave the end in sight.
  useEffect(() => {
    if (place.current === null) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) load();
      },
      { rootMargin: '0px 0px 800px' },
    );
    observer.observe(place.current);
    return () => {
      observer.disconnect();
    };
  });
  return (
    <button
      ref={place}
      type="button"
      className={`${button.secondary} ${css.more}`}
      aria-disabled={isLoading}
      onClick={() => {
        if (!isLoading) onLoad();
      }}
    >
      {isLoading ? 'Loading more plays …' : 'Load more plays'}
    </button>
  );
}
