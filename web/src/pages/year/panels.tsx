import type { YearInReview } from '@analytics/contract/year';
import { albumEntry, artistEntry, trackEntry } from '../../api/leaderboard.ts';
import { Beginning } from './beginning.tsx';
import { Comparison } from './comparison.tsx';
import { Discoveries } from './discoveries.tsx';
import { Months } from './months.tsx';
import { Picture } from './picture.tsx';
import { Records } from './records.tsx';
import type { Panel } from './story.tsx';
import { TopList } from './top-list.tsx';

interface Telling {
  review: YearInReview;
  /** The year is not over yet. */
  isNow: boolean;
  /** The year before is known as a whole, and this one is over. */
  isComparable: boolean;
}

/** What there is to tell of a year, in the order in which it is told. */
export function panelsOf({ review, isNow, isComparable }: Telling): Panel[] {
  const { year, topArtists, topTracks, topAlbums } = review;
  return [
    { title: 'Minutes', content: <Beginning review={review} isNow={isNow} isComparable={isComparable} /> },
    { title: 'Months', content: <Months year={year} months={review.months} /> },
    {
      title: 'Top artists',
      content: <TopList kind="artists" year={year} isNow={isNow} entries={topArtists.map(artistEntry)} />,
    },
    {
      title: 'Top tracks',
      content: <TopList kind="tracks" year={year} isNow={isNow} entries={topTracks.map(trackEntry)} />,
    },
    // Some histories know of no albums.
    ...(topAlbums.length === 0
      ? []
      : [
          {
            title: 'Top albums',
            content: <TopList kind="albums" year={year} isNow={isNow} entries={topAlbums.map(albumEntry)} />,
          },
        ]),
    { title: 'Discoveries', content: <Discoveries review={review} /> },
    { title: 'Records', content: <Records review={review} /> },
    {
      title: 'The year before',
      content: <Comparison review={review} isNow={isNow} isComparable={isComparable} />,
    },
    { title: 'Picture', content: <Picture review={review} /> },
  ];
}
