import type { Import } from '@analytics/contract/import';
import { Link } from '@tanstack/react-router';
import button from '../../styles/button.module.css';
import { fileWords } from './import-words.ts';

/** The way to the receipt of an upload. */
export function ReceiptLink({ upload }: { upload: Import }) {
  return (
    <Link
      to="/spotify/analytics/import/$importId"
      params={{ importId: String(upload.id) }}
      className={button.quiet}
      aria-label={`Receipt of ${fileWords(upload.fileNames)}`}
    >
      Receipt
    </Link>
  );
}
