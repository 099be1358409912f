import type { Session, SessionsAnswer } from '@analytics/contract/habits';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionsQuery } from '../../api/habits.ts';
import { addDays, dayInZone } from '../../calendar/day.ts';
import type { Period } from '../../calendar/period.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant, formatTime } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatDecimal, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import { useHabitsAddress } from './address.ts';
import css from './sessions.module.css';

const mostRows = 10;
/** Keeps the times of a session on one line; that breaks after the day. */
const unbrokenDash = '\u2060–\u2060';
const orders = [
  { value: 'ms', name: 'Longest' },
  { value: 'plays', name: 'Most plays' },
  { value: 'startedAt', name: 'Latest' },
] as const;

/** Times of listening without a longer break, the first ten in an order. */
export function Sessions({ period }: { period: Period }) {
  const { sessions: order, show } = useHabitsAddress();
  const query = useQuery(sessionsQuery(period, order, mostRows));
  return (
    <section className={`${card.card} ${css.card}`}>
      <div className={card.spread}>
        <div>
          <h2>Sessions</h2>
          <p className={card.small}>Listening without a break of more than 30 minutes</p>
        </div>
        <SegmentedControl
          label="Order of the sessions"
          options={orders}
          value={order}
          onChange={(value) => {
            show({ sessions: value });
          }}
        />
      </div>
      <AsyncSection query={query} skeleton={<Skeleton height="30rem" />}>
        {(answer) => (
          <div className={card.stack}>
            <Averages answer={answer} />
            <table className={css.table}>
              <caption className={hidden.hidden}>
                {orders.find(({ value }) => value === order)?.name} sessions
              </caption>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Listened</th>
                  <th scope="col">Plays</th>
                  <th scope="col" className={css.ifWide}>
                    Tracks
                  </th>
                </tr>
              </thead>
              <tbody>
                {answer.items.map((session) => (
                  <SessionRow key={session.startedAt} session={session} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </AsyncSection>
    </section>
  );
}

function Averages({ answer: { total, averageMs, averagePlays } }: { answer: SessionsAnswer }) {
  return (
    <FigureList>
      <Figure name="Sessions" value={formatNumber(total)} />
      <Figure name="Length on average" value={formatDuration(averageMs)} />
      <Figure name="Plays on average" value={formatDecimal(averagePlays)} />
    </FigureList>
  );
}

function SessionRow({ session: { startedAt, endedAt, ms, plays, tracks } }: { session: Session }) {
  const { timezone } = useUser();
  const [from, last] = [startedAt, endedAt].map((instant) => dayInZone(instant, timezone));
  return (
    <tr>
      <th scope="row">
        <Link
          to="/spotify/analytics/history"
          search={{ ...(from && { from }), ...(last && { to: addDays(last, 1) }) }}
        >
          {formatInstant(startedAt, timezone)}
          {unbrokenDash}
          {formatTime(endedAt, timezone)}
        </Link>
      </th>
      <td>{formatDuration(ms)}</td>
      <td>{formatNumber(plays)}</td>
      <td className={css.ifWide}>{formatNumber(tracks)}</td>
    </tr>
  );
}
