import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchEntries, type LeaderboardKind, type LeaderboardView } from '../../api/leaderboard.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatPercent } from '../../format/number.ts';
import form from '../../styles/form.module.css';
import { toCsv } from './csv.ts';
import { fileName } from './file-name.ts';

interface ExportViewProps {
  kind: LeaderboardKind;
  /** Without the page: all of its rows are written. */
  view: LeaderboardView & Required<Pick<LeaderboardView, 'sort'>>;
}

/** Hands out what a leaderboard shows, on all of its pages, as a file for a spreadsheet. */
export function ExportView({ kind, view }: ExportViewProps) {
  const [part, setPart] = useState(0);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      setPart(0);
      const entries = await fetchEntries(kind, view, setPart);
      save(toCsv(kind, entries), fileName(kind, view));
    },
  });
  return (
    <>
      <ActionButton
        look="quiet"
        isBusy={isPending}
        onClick={() => {
          mutate();
        }}
      >
        <span aria-live="polite">{isPending ? `Writing … ${formatPercent(part)}` : 'Export as CSV'}</span>
      </ActionButton>
      {error !== null && (
        <p role="alert" className={form.error}>
          The file could not be written. {error.message}
        </p>
      )}
    </>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
