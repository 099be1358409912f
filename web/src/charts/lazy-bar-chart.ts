import { lazy } from 'react';

// Fetched as soon as a page with a chart is, not only once there is something to draw.
const loading = import('./bar-chart.tsx').then(
  ({ BarChart }) => ({ default: BarChart }),
  // The error comes to light where the chart would be; here nobody waits yet.
  () => undefined,
);

/** The bar chart, whose library is fetched only by pages that draw one. */
export const LazyBarChart = lazy(
  async () => (await loading) ?? { default: (await import('./bar-chart.tsx')).BarChart },
);
