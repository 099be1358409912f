import { formatNumber } from '../format/number.ts';
import button from '../styles/button.module.css';
import card from '../styles/card.module.css';

interface PagingProps {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}

/** Back and forth through the pages of a list whose length is known. */
export function Paging({ page, pageSize, total, onPage }: PagingProps) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(total, page * pageSize);
  return (
    <nav aria-label="Pages of this list" className={card.spread}>
      <p className={card.small} aria-live="polite">
        {from > to ? 'No such page' : `${formatNumber(from)}–${formatNumber(to)} of ${formatNumber(total)}`}
      </p>
      {last > 1 && (
        <div className={card.row}>
          <button
            type="button"
            className={button.secondary}
            // A disabled button would drop the focus at the end of the way.
            aria-disabled={page <= 1}
            onClick={() => {
              if (page > 1) onPage(Math.min(page - 1, last));
            }}
          >
            Previous
          </button>
          <button
            type="button"
            className={button.secondary}
            aria-disabled={page >= last}
            onClick={() => {
              if (page < last) onPage(page + 1);
            }}
          >
            Next
          </button>
        </div>
      )}
    </nav>
  );
}
