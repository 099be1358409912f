import type { YearInReview } from '@analytics/contract/year';
import { countDays } from '../../calendar/day.ts';
import { yearSpan } from '../../calendar/period.ts';
import { formatChange } from '../../format/change.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import css from './panel.module.css';

interface BeginningProps {
  review: YearInReview;
  isNow: boolean;
  isComparable: boolean;
}

/** The whole year in one number. */
export function Beginning({ review, isNow, isComparable }: BeginningProps) {
  const { year, ms, plays, days, tracks, artists, previous } = review;
  const { from, to } = yearSpan(String(year));
  const change = isComparable ? formatChange(ms, previous.ms, 'much') : undefined;
  return (
    <>
      <h2 className={css.lead}>
        {isNow ? `In ${year} so far you listened for` : `In ${year} you listened for`}
      </h2>
      <p className={css.hero}>
        {formatNumber(Math.floor(ms / 60_000))} <span className={css.unit}>minutes</span>
      </p>
      <div className={css.lines}>
        <p>
          That is {formatDuration(ms)}: {formatCount(plays, 'play')} of {formatCount(tracks, 'track')} by{' '}
          {formatCount(artists, 'artist')}
          {isNow
            ? `, on ${formatCount(days, 'day')}`
            : `, on ${formatNumber(days)} of ${countDays(from, to)} days`}
          .
        </p>
        {change !== undefined && (
          <p>
            Compared with {previous.year}: {change}.
          </p>
        )}
      </div>
    </>
  );
}
