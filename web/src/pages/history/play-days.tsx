import type { Play } from '@analytics/contract/play';
import { useMemo } from 'react';
import { dayInZone } from '../../calendar/day.ts';
import { PlayRow } from '../../components/play-row.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatFullDay, formatTime } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import type { DayTotal } from './day-totals.ts';
import { DeletePlay } from './delete-play.tsx';
import css from './play-days.module.css';
import { SelectPlay } from './select-play.tsx';

/** The ids of the plays that were selected; undefined when none can be. */
export type Selection = ReadonlySet<number> | undefined;

interface PlayDaysProps {
  plays: Play[];
  totals: ReadonlyMap<string, DayTotal>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onDelete: (play: Play) => void;
}

/** Plays under the days that they were played on. */
export function PlayDays({ plays, totals, selection, onSelect, onDelete }: PlayDaysProps) {
  const { timezone } = useUser();
  const days = useMemo(
    () => [...Map.groupBy(plays, (play) => dayInZone(play.playedAt, timezone))],
    [plays, timezone],
  );
  return (
    <div className={card.stack}>
      {days.map(([day, playsOfDay]) => (
        <section key={day} className={css.day} style={{ containIntrinsicSize: roomFor(playsOfDay) }}>
          <div className={css.head}>
            <h2>{formatFullDay(day)}</h2>
            {selection === undefined ? (
              <Total total={totals.get(day)} />
            ) : (
              <SelectDay day={day} plays={playsOfDay} selection={selection} onSelect={onSelect} />
            )}
          </div>
          <ol className={`${card.card} ${css.list}`}>
            {playsOfDay.map((play) => (
              <PlayRow key={play.id} play={play} time={formatTime(play.playedAt, timezone)}>
                {selection === undefined ? (
                  <DeletePlay play={play} onDelete={onDelete} />
                ) : (
                  <SelectPlay
                    play={play}
                    isSelected={selection.has(play.id)}
                    onToggle={() => {
                      onSelect(select(selection, [play], !selection.has(play.id)));
                    }}
                  />
                )}
              </PlayRow>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Total({ total }: { total: DayTotal | undefined }) {
  if (total === undefined) return null;
  return (
    <p className={css.total}>
      {formatCount(total.plays, 'play')}, {formatDuration(total.ms)}
    </p>
  );
}

interface SelectDayProps {
  day: string;
  plays: Play[];
  selection: ReadonlySet<number>;
  onSelect: (selection: Selection) => void;
}

function SelectDay({ day, plays, selection, onSelect }: SelectDayProps) {
  const areAll = plays.every(({ id }) => selection.has(id));
  const name = areAll ? 'Select none' : 'Select all';
  return (
    <button
      type="button"
      className={`${button.quiet} ${css.selectDay}`}
      aria-label={`${name} of ${formatFullDay(day)}`}
      onClick={() => {
        onSelect(select(selection, plays, !areAll));
      }}
    >
      {name}
    </button>
  );
}

function select(selection: ReadonlySet<number>, plays: Play[], isWanted: boolean): ReadonlySet<number> {
  const next = new Set(selection);
  for (const { id } of plays) {
    if (isWanted) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** The height of a day that is not drawn yet, so that the scroll bar tells the truth. */
const roomFor = (plays: Play[]): string => `auto ${plays.length * 3.5 + 3}rem`;
