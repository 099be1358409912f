import type { Import } from '@analytics/contract/import';
import { type ReactNode, useState } from 'react';
import { formatNumber } from '../../format/number.ts';
import css from './receipt.module.css';
import { ReceiptRows } from './receipt-rows.tsx';

interface ReceiptProps {
  upload: Import;
  /** Stands above the rows. */
  children?: ReactNode;
}

/** The rows of an upload that were not imported, and why; asked for only when it is opened. */
export function Receipt({ upload, children }: ReceiptProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { statistics } = upload;
  if (statistics === null) return null;
  const left = statistics.totalRows - statistics.toImport;
  const summary = children === undefined ? `Rows that stay out (${formatNumber(left)})` : 'Details';
  if (left === 0 && children === undefined) return null;
  return (
    <details
      className={css.details}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open);
      }}
    >
      <summary className={css.summary}>{summary}</summary>
      {isOpen && (
        <div className={css.body}>
          {children}
          {left > 0 && <ReceiptRows id={upload.id} statistics={statistics} />}
        </div>
      )}
    </details>
  );
}
