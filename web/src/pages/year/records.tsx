import type { YearInReview } from '@analytics/contract/year';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addDays, dayInZone } from '../../calendar/day.ts';
import type { Span } from '../../calendar/period.ts';
import { useUser } from '../../components/user-context.ts';
import { formatDays, formatFullDay, formatInstant } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import css from './records.module.css';

/** The most active day, the longest streak and the longest session. */
export function Records({ review }: { review: YearInReview }) {
  const { mostActiveDay: day, longestStreak: streak, longestSession: session } = review;
  const { timezone } = useUser();
  return (
    <>
      <h2 className={css.title}>Records of {review.year}</h2>
      <dl className={css.records}>
        {day !== null && (
          <BestOf
            name="The day with the most music"
            value={formatDuration(day.ms)}
            days={{ from: day.date, to: addDays(day.date, 1) }}
          >
            {formatFullDay(day.date)}, {formatCount(day.plays, 'play')}
          </BestOf>
        )}
        {streak !== null && (
          <BestOf name="Longest run of days" value={formatCount(streak.days, 'day')} days={streak}>
            {formatDays(streak.from, addDays(streak.to, -1))}
          </BestOf>
        )}
        {session !== null && (
          <BestOf
            name="Longest session"
            value={formatDuration(session.ms)}
            days={{
              from: dayInZone(session.startedAt, timezone),
              to: addDays(dayInZone(session.endedAt, timezone), 1),
            }}
          >
            {formatInstant(session.startedAt, timezone)}, {formatCount(session.plays, 'play')}
          </BestOf>
        )}
      </dl>
    </>
  );
}

interface BestOfProps {
  name: string;
  value: string;
  /** What the history shows of it. */
  days: Span;
  children: ReactNode;
}

function BestOf({ name, value, days: { from, to }, children }: BestOfProps) {
  return (
    <div>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>{value}</dd>
      <dd>
        <Link to="/spotify/analytics/history" search={{ from, to }}>
          {children}
        </Link>
      </dd>
    </div>
  );
}
