import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newestPlaysQuery } from '../../api/plays.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { useIsLive } from '../../components/live-updates.ts';
import { PlayRow } from '../../components/play-row.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import { MonitoringLine } from './monitoring-line.tsx';
import css from './newest-plays.module.css';

/** The last few plays, whatever the period; new ones appear by themselves. */
export function NewestPlays() {
  const query = useQuery(newestPlaysQuery);
  const isLive = useIsLive();
  const { timezone } = useUser();
  return (
    <section className={card.card}>
      <div className={card.spread}>
        <h2>Newest plays</h2>
        <Link to="/spotify/analytics/history">All plays</Link>
      </div>
      <p className={card.small}>
        <MonitoringLine /> · {isLive ? 'Updated as you listen' : 'Updated every minute'}
      </p>
      <div className={css.body}>
        <AsyncSection query={query} skeleton={<Skeleton height="35rem" />}>
          {({ items }) => (
            <ol className={css.plays}>
              {items.map((play) => (
                <PlayRow key={play.id} play={play} time={formatInstant(play.playedAt, timezone)} isWide />
              ))}
            </ol>
          )}
        </AsyncSection>
      </div>
    </section>
  );
}
