import type { Import } from '@analytics/contract/import';
import { Link } from '@tanstack/react-router';
import { addDays, dayInZone } from '../../calendar/day.ts';
import type { Period } from '../../calendar/period.ts';
import { useUser } from '../../components/user-context.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { importOutcome } from './import-words.ts';
import { ReceiptLink } from './receipt-link.tsx';
import { UndoImport } from './undo-import.tsx';

/** What an import came to, with the ways to what it added. */
export function ImportResult({ upload, isOnReceipt }: { upload: Import; isOnReceipt: boolean }) {
  const { timezone } = useUser();
  const period = importedPeriod(upload, timezone);
  return (
    <>
      <p>{importOutcome(upload)}.</p>
      <div className={card.row}>
        {period !== undefined && (
          <>
            <Link to="/spotify/analytics/" search={period} className={button.primary}>
              See the overview
            </Link>
            <Link
              to="/spotify/analytics/history"
              search={{ ...period, source: 'import' }}
              className={button.secondary}
            >
              See the plays
            </Link>
          </>
        )}
        {!isOnReceipt && <ReceiptLink upload={upload} />}
        <UndoImport upload={upload} />
      </div>
    </>
  );
}

/** The days that the export spans; undefined when nothing came of it. */
export function importedPeriod({ statistics }: Import, timezone: string): Period | undefined {
  if (statistics === null || statistics.toImport === 0) return undefined;
  const { firstPlayedAt, lastPlayedAt } = statistics;
  if (firstPlayedAt === null || lastPlayedAt === null) return undefined;
  return { from: dayInZone(firstPlayedAt, timezone), to: addDays(dayInZone(lastPlayedAt, timezone), 1) };
}
