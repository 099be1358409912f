import { expect, test } from 'vitest';
import { zoomSpan } from './zoom.ts';

test('the last unit is part of it', () => {
  expect(zoomSpan('2025-03-03', '2025-03-03', 'day', {})).toEqual({ from: '2025-03-03', to: '2025-03-04' });
  expect(zoomSpan('2025-03-03', '2025-03-10', 'week', {})).toEqual({ from: '2025-03-03', to: '2025-03-17' });
  expect(zoomSpan('2024-12-01', '2025-02-01', 'month', {})).toEqual({ from: '2024-12-01', to: '2025-03-01' });
});

test('weeks and months that reach beyond the period are cut', () => {
  const within = { from: '2025-01-01', to: '2025-03-13' };
  expect(zoomSpan('2024-12-30', '2025-03-10', 'week', within)).toEqual(within);
});
