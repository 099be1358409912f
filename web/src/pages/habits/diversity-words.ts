import type { Diversity } from '@analytics/contract/habits';
import type { ChartAxis } from '../../charts/chart-series.ts';
import { formatCount, formatDecimal, formatNumber, formatShare } from '../../format/number.ts';
import type { DiversityMeasure } from '../../search.ts';

/** One way to say how different the artists of a day, week or month are. */
interface DiversityWords {
  name: string;
  /** Before `per week`. */
  measure: string;
  axis: ChartAxis;
  valueOf: (total: Diversity) => number;
  textOf: (total: Diversity) => string;
  noteOf: (total: Diversity) => string;
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
    valueOf: ({ artists }) => artists,
    textOf: ({ artists }) => formatCount(artists, 'artist'),
    noteOf: ({ newArtists }) => `${formatNumber(newArtists)} of them new`,
  },
  new: {
    name: 'New',
    measure: 'Artists never played before',
    axis: counted,
    valueOf: ({ newArtists }) => newArtists,
    textOf: ({ newArtists }) => formatCount(newArtists, 'new artist'),
    noteOf: ({ artists }) => `of ${formatCount(artists, 'artist')}`,
  },
  'top-ten': {
    name: 'Top ten',
    measure: 'Part of the plays that the ten most played artists have',
    axis: { unitSize: 0.01, unit: '%' },
    valueOf: ({ topTenShare }) => topTenShare,
    textOf: ({ topTenShare }) => formatShare(topTenShare),
    noteOf: ({ plays }) => `of ${formatCount(plays, 'play')}`,
  },
  variety: {
    name: 'Variety',
    measure: 'How many artists, all played equally often, would be as varied,',
    axis: counted,
    valueOf: varietyOf,
    textOf: (total) => `as varied as ${formatDecimal(varietyOf(total))} artists`,
    noteOf: ({ artists }) => `of ${formatCount(artists, 'artist')}`,
  },
};
