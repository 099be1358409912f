import type { YearInReview } from '@analytics/contract/year';
import { formatChange } from '../../format/change.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import css from './comparison.module.css';

const rows = [
  { key: 'ms', name: 'Listening time', format: formatDuration, words: 'much' },
  { key: 'plays', name: 'Plays', format: formatNumber, words: 'many' },
  { key: 'days', name: 'Days with music', format: formatNumber, words: 'many' },
  { key: 'tracks', name: 'Tracks', format: formatNumber, words: 'many' },
  { key: 'artists', name: 'Artists', format: formatNumber, words: 'many' },
] as const;

interface ComparisonProps {
  review: YearInReview;
  isNow: boolean;
  isComparable: boolean;
}

/** A year beside the one before it. */
export function Comparison({ review, isNow, isComparable }: ComparisonProps) {
  const { year, previous } = review;
  if (previous.plays === 0)
    return <h2 className={css.title}>There is no {previous.year} in your history to compare with</h2>;
  return (
    <>
      <h2 className={css.title}>
        {year} beside {previous.year}
      </h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className={hidden.hidden}>What</span>
            </th>
            <th scope="col">{previous.year}</th>
            <th scope="col">{year}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, format, words }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {isComparable && (
                  <span className={css.change}>{formatChange(review[key], previous[key], words)}</span>
                )}
              </th>
              <td>{format(previous[key])}</td>
              <td className={css.now}>{format(review[key])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isNow && (
        <p className={card.small}>
          {year} is not over yet; {previous.year} is a whole year.
        </p>
      )}
      {!isNow && !isComparable && (
        <p className={card.small}>Your history begins in the course of {previous.year}.</p>
      )}
    </>
  );
}
