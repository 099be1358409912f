import { expect, test } from 'vitest';
import { readableUnit } from './unit.ts';

const today = '2025-06-30';

test('short periods by day, a year by week, many years by month', () => {
  expect(readableUnit({ from: '2025-06-01', to: '2025-07-01' }, today)).toBe('day');
  expect(readableUnit({ from: '2024-07-01', to: '2025-07-01' }, today)).toBe('week');
  expect(readableUnit({ from: '2015-01-01', to: '2025-07-01' }, today)).toBe('month');
});

test('an open beginning is measured from the first play', () => {
  expect(readableUnit({}, today)).toBe('month');
  expect(readableUnit({}, today, '2025-06-01')).toBe('day');
  expect(readableUnit({ to: '2020-03-01' }, today, '2019-09-01')).toBe('week');
});
