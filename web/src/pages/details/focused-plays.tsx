import { useInfiniteQuery } from '@tanstack/react-query';
import { playPagesQuery } from '../../api/plays.ts';
import type { Focus } from '../../api/stats.ts';
import type { Period } from '../../calendar/period.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PlayRow } from '../../components/play-row.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import css from './focused-plays.module.css';

/** Every play of a track, artist or album in a period, counted or not, newest first. */
export function FocusedPlays({ focus, period }: { focus: Focus; period: Period }) {
  const { timezone } = useUser();
  const pages = useInfiniteQuery(playPagesQuery({ ...period, ...focus }));
  const plays = pages.data?.pages.flatMap((page) => page.items);
  return (
    <section className={`${card.card} ${css.card}`} aria-labelledby="plays">
      <h2 id="plays">Every play</h2>
      {pages.error !== null && plays === undefined && <ErrorNotice error={pages.error} />}
      {pages.isPending && (
        <Loading>
          <Skeleton height="35rem" />
        </Loading>
      )}
      {plays?.length === 0 && <p className={card.muted}>It was not played in this period.</p>}
      {plays !== undefined && plays.length > 0 && (
        <ol className={pages.isPlaceholderData ? css.stale : css.plays} aria-busy={pages.isPlaceholderData}>
          {plays.map((play) => (
            <PlayRow key={play.id} play={play} time={formatInstant(play.playedAt, timezone)} isWide />
          ))}
        </ol>
      )}
      {pages.isFetchNextPageError && <ErrorNotice error={pages.error} />}
      {pages.hasNextPage && !pages.isFetchNextPageError && (
        <div className={css.more}>
          <ShowMore pages={pages}>Load more plays</ShowMore>
        </div>
      )}
    </section>
  );
}
