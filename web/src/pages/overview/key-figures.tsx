import type { Summary } from '@analytics/contract/stats';
import { useQuery } from '@tanstack/react-query';
import { comparisonQuery } from '../../api/stats.ts';
import type { Period, Span } from '../../calendar/period.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { useFirstDay } from '../../components/period.ts';
import { formatChange } from '../../format/change.ts';
import { formatMediumDay } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import { formatPeriod, formatSpanBefore } from '../../format/span.ts';
import card from '../../styles/card.module.css';
import css from './key-figures.module.css';

const names = ['Plays', 'Listening time', 'Tracks', 'Artists', 'Albums', 'Longest streak'];
/** Keeps the place of a line that has nothing to say. */
const blank = '\u00a0';

/** The period in figures, and how they compare with the span of equal length before it. */
export function KeyFigures({ period }: { period: Period }) {
  const query = useQuery(comparisonQuery(period));
  const firstDay = useFirstDay();
  const skeleton = (
    <div className={css.figures}>
      <FigureList skeletonNames={names} hasNotes />
      <p className={css.comparison}>{blank}</p>
    </div>
  );
  return (
    <section className={card.card} aria-label="Key figures">
      <AsyncSection query={query} skeleton={skeleton}>
        {({ now, before, spanBefore }) => {
          // A history that begins in the middle of the span before would make any period look like a leap.
          const isKnown = spanBefore !== undefined && firstDay !== undefined && firstDay <= spanBefore.from;
          return (
            <div className={css.figures}>
              <Figures now={now} before={isKnown ? before : undefined} />
              <p className={css.comparison}>{comparisonWords(spanBefore, isKnown, firstDay)}</p>
            </div>
          );
        }}
      </AsyncSection>
    </section>
  );
}

function Figures({ now, before }: { now: Summary; before: Summary | undefined }) {
  const change = (key: 'plays' | 'ms' | 'distinctTracks' | 'distinctArtists' | 'distinctAlbums') =>
    (before && formatChange(now[key], before[key], key === 'ms' ? 'much' : 'many')) ?? blank;
  const current = now.currentStreakDays;
  return (
    <FigureList>
      <Figure name="Plays" value={formatNumber(now.plays)} note={change('plays')} />
      <Figure name="Listening time" value={formatDuration(now.ms)} note={change('ms')} />
      <Figure name="Tracks" value={formatNumber(now.distinctTracks)} note={change('distinctTracks')} />
      <Figure name="Artists" value={formatNumber(now.distinctArtists)} note={change('distinctArtists')} />
      <Figure name="Albums" value={formatNumber(now.distinctAlbums)} note={change('distinctAlbums')} />
      <Figure
        name="Longest streak"
        value={formatCount(now.longestStreakDays, 'day')}
        note={current === 0 ? blank : `${formatCount(current, 'day')} right now`}
      />
    </FigureList>
  );
}

function comparisonWords(span: Span | undefined, isKnown: boolean, firstDay: string | undefined): string {
  if (firstDay === undefined) return blank;
  if (span === undefined) return `Your history begins on ${formatMediumDay(firstDay)}`;
  const [name, days] = [formatSpanBefore(span), formatPeriod(span)];
  if (isKnown) return `Compared with ${name}${name === days ? '' : `: ${days}`}`;
  return `Your history begins on ${formatMediumDay(firstDay)}, too late to compare with ${name}`;
}
