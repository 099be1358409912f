import type { Playlist } from '@analytics/contract/playlist';
import { useNow } from '../../components/now.ts';
import { StatusLight } from '../../components/status-light.tsx';
import card from '../../styles/card.module.css';
import { scanWords } from './scan-words.ts';

/** When a playlist was scanned last, and what went wrong then. */
export function ScanStatus({ playlist }: { playlist: Playlist }) {
  const { tone, text } = scanWords(playlist, useNow());
  return (
    <p className={card.small}>
      <StatusLight tone={tone} />
      {text}
    </p>
  );
}
