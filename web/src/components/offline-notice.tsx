import { useSyncExternalStore } from 'react';
import css from './offline-notice.module.css';

function follow(onChange: () => void): () => void {
  for (const name of ['online', 'offline']) addEventListener(name, onChange);
  return () => {
    for (const name of ['online', 'offline']) removeEventListener(name, onChange);
  };
}

/** Says that this device has no network, so that nobody wonders why nothing new arrives. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(follow, () => navigator.onLine);
  return (
    <output>
      {!isOnline && (
        <span className={css.notice}>
          You are offline. What you see here is as it was when the connection broke.
        </span>
      )}
    </output>
  );
}
