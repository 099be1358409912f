import type { Reader } from './reader.ts';

/** A year in the middle of what is imported. */
export const YEAR = 'from=2024-01-01&to=2025-01-01';

/** Every statistic, for all time and, where a page asks for it, for a year. */
export const STATISTICS: readonly string[] = [
  '/api/stats/summary',
  '/api/stats/daily?unit=month',
  '/api/stats/daily?unit=day',
  '/api/stats/hourly',
  '/api/stats/weekday-hours',
  '/api/stats/play-counts',
  '/api/stats/diversity?unit=month',
  '/api/stats/behaviour',
  '/api/stats/sessions',
  '/api/stats/year/2024',
  '/api/tracks',
  '/api/tracks?sort=ms',
  '/api/tracks?sort=name',
  '/api/tracks?sort=lastPlayed',
  '/api/artists',
  '/api/albums',
  '/api/plays',
  '/api/tracks?search=a',
  '/api/tracks?search=e%20o&offset=200',
  '/api/artists?search=a',
  '/api/albums?search=a',
  '/api/plays?search=a',
  `/api/stats/summary?${YEAR}`,
  `/api/stats/daily?unit=day&${YEAR}`,
  `/api/stats/hourly?${YEAR}`,
  `/api/stats/weekday-hours?${YEAR}`,
  `/api/tracks?${YEAR}`,
  `/api/artists?${YEAR}`,
  `/api/albums?${YEAR}`,
  `/api/tracks?search=a&${YEAR}`,
  `/api/plays?${YEAR}`,
];

/** The same, and the details of what is played most. */
export async function listStatistics(reader: Reader): Promise<string[]> {
  const paths = [...STATISTICS];
  for (const kind of ['tracks', 'artists', 'albums']) {
    const { body } = await reader.get(`/api/${kind}?limit=1`);
    const { items } = JSON.parse(body) as { items: Record<string, { id: number }>[] };
    paths.push(`/api/${kind}/${items[0]?.[kind.slice(0, -1)]?.id}`);
  }
  return paths;
}
