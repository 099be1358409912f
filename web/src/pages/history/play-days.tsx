import type { Play } from '@analytics/contract/play';
import { useMemo } from 'react';
import { dayInZone } from '../../calendar/day.ts';
import { PlayRow } from '../../components/play-row.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatFullDay, formatTime } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import { DeletePlay } from './delete-play.tsx';
import css from './play-days.module.css';

/** Plays under the days that they were played on. */
export function PlayDays({ plays }: { plays: Play[] }) {
  const { timezone } = useUser();
  const days = useMemo(
    () => [...Map.groupBy(plays, (play) => dayInZone(play.playedAt, timezone))],
    [plays, timezone],
  );
  return (
    <div className={card.stack}>
      {days.map(([day, playsOfDay]) => (
        <section key={day} className={css.day} style={{ containIntrinsicSize: roomFor(playsOfDay) }}>
          <h2 className={css.heading}>{formatFullDay(day)}</h2>
          <ol className={`${card.card} ${css.list}`}>
            {playsOfDay.map((play) => (
              <PlayRow key={play.id} play={play} time={formatTime(play.playedAt, timezone)}>
                <DeletePlay play={play} />
              </PlayRow>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** The height of a day that is not drawn yet, so that the scroll bar tells the truth. */
const roomFor = (plays: Play[]): string => `auto ${plays.length * 3.5 + 3}rem`;
