import type { Diversity } from '@analytics/contract/habits';
import type { Bar, ChartAxis } from '../../charts/chart-series.ts';
import { formatCount, formatDecimal, formatNumber, formatShare } from '../../format/number.ts';
import type { DiversityMeasure } from '../../search.ts';

/** One way to say how different the artists of a day, week or month are. */
interface DiversityWords {
  name: string;
  /** Before `per week`. */
  measure: string;
  axis: ChartAxis;
  barOf: (total: Diversity) => Bar;
}

const counted = { unitSize: 1, unit: '' };

/** As many artists, played equally often, would be as varied: the exponential of Shannon's index. */
const varietyOf = ({ plays, shannon }: Diversity): number => (plays === 0 ? 0 : Math.exp(shannon));

/** The ways to look at it, the plainest first. */
export const diversityWords: Record<DiversityMeasure, DiversityWords> = {
  different: {
    name: 'Different',
    measure: 'Different artists',
    axis: counted,
    barOf: ({ artists, newArtists }) => ({
      value: artists,
      text: formatCount(artists, 'artist'),
      note: `${formatNumber(newArtists)} of them new`,
    }),
  },
  new: {
    name: 'New',
    measure: 'Artists never played before',
    axis: counted,
    barOf: ({ artists, newArtists }) => ({
      value: newArtists,
      text: formatCount(newArtists, 'new artist'),
      note: `of ${formatCount(artists, 'artist')}`,
    }),
  },
  'top-ten': {
    name: 'Top ten',
    measure: 'Part of the plays that the ten most played artists have',
    axis: { unitSize: 0.01, unit: '%' },
    barOf: ({ plays, topTenShare }) => ({
      value: topTenShare,
      text: formatShare(topTenShare),
      note: `of ${formatCount(plays, 'play')}`,
    }),
  },
  variety: {
    name: 'Variety',
    measure: 'How many artists, all played equally often, would be as varied,',
    axis: counted,
    barOf: (total) => ({
      value: varietyOf(total),
      text: `as varied as ${formatDecimal(varietyOf(total))} artists`,
      note: `of ${formatCount(total.artists, 'artist')}`,
    }),
  },
};
