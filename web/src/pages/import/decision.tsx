import type { Import, ImportStatistics } from '@analytics/contract/import';
import { formatCount, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from './decision.module.css';
import { DiscardImport } from './discard-import.tsx';
import { ExecuteImport } from './execute-import.tsx';
import { ImportAnalysis } from './import-analysis.tsx';
import { duplicates, leftOut, yearWords } from './import-words.ts';
import { ReceiptLink } from './receipt-link.tsx';

/** The numbers of an upload, and the question whether to import it. */
export function Decision({ upload, isOnReceipt }: { upload: Import; isOnReceipt: boolean }) {
  const { statistics } = upload;
  if (statistics === null) return <DiscardImport upload={upload} />;
  const { toImport } = statistics;
  const known = duplicates(statistics);
  return (
    <ImportAnalysis upload={upload} statistics={statistics}>
      <div className={css.decision}>
        <p className={css.question}>{questionWords(statistics)}</p>
        <p className={css.words}>{consequenceWords(statistics)}</p>
        <div className={card.row}>
          {toImport > 0 && <ExecuteImport upload={upload} name={`Import ${formatCount(toImport, 'play')}`} />}
          {toImport === 0 && known > 0 && (
            <ExecuteImport upload={upload} name="Take over the details" isSecondary />
          )}
          <DiscardImport upload={upload} />
          {!isOnReceipt && leftOut(statistics) > 0 && <ReceiptLink upload={upload} />}
        </div>
      </div>
    </ImportAnalysis>
  );
}

function questionWords(statistics: ImportStatistics): string {
  const { toImport } = statistics;
  if (toImport === 0) return 'There is nothing new in it, so there is nothing to import.';
  return `Add ${formatCount(toImport, 'play')}${yearWords(statistics)} to your history?`;
}

function consequenceWords(statistics: ImportStatistics): string {
  const { toImport, short, excluded } = statistics;
  const known = duplicates(statistics);
  const words: string[] = [];
  const uncounted = [
    ...(short > 0 ? [`${formatNumber(short)} are too short for that`] : []),
    ...(excluded > 0 ? [`${formatNumber(excluded)} are of what you leave out of the count`] : []),
  ];
  if (uncounted.length > 0) {
    const counted = formatNumber(toImport - short - excluded);
    words.push(`${counted} of them count in your figures; ${uncounted.join(', ')} and are kept as such.`);
  }
  if (known > 0) {
    const plays = `${formatCount(known, 'play')} that you have already`;
    words.push(
      toImport === 0
        ? `The ${plays} can still take over what the export knows better, such as exact lengths of plays that were tracked live.`
        : `The ${plays} ${known === 1 ? 'is' : 'are'} not added again, but take over what the export knows better, such as exact lengths.`,
    );
  }
  if (toImport > 0) words.push('You can undo it all at any time.');
  return words.join(' ');
}
