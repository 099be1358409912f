import { expect, test } from 'vitest';
import { countDays } from './day.ts';
import { countMonths, neighbour, spanBefore } from './neighbour.ts';
import { type Range, resolvePeriod } from './period.ts';

const today = '2025-03-31';
const before = (range: Range) => spanBefore(resolvePeriod({ range }, today));

test('the span before is as long and ends where the period begins', () => {
  expect(before('30-days')).toEqual({ from: '2025-01-31', to: '2025-03-02' });
  expect(before('12-months')).toEqual({ from: '2023-04-01', to: '2024-04-01' });
  expect(spanBefore({ from: '2025-03-03', to: '2025-03-10' })).toEqual({
    from: '2025-02-24',
    to: '2025-03-03',
  });
});

test('part of a year is compared with as many days', () => {
  const period = resolvePeriod({ range: 'year' }, '2025-03-12');
  const { from = '', to = '' } = spanBefore(period) ?? {};
  expect(to).toBe('2025-01-01');
  expect(countDays(from, to)).toBe(71);
});

test('whole years and months have whole ones before them, leap years too', () => {
  expect(before('2025')).toEqual({ from: '2024-10-01', to: '2025-01-01' });
  expect(before('2024')).toEqual({ from: '2023-01-01', to: '2024-01-01' });
  expect(spanBefore({ from: '2025-03-01', to: '2025-04-01' })).toEqual({
    from: '2025-02-01',
    to: '2025-03-01',
  });
});

test('what is open at one end has nothing before it', () => {
  expect(before('all')).toBeUndefined();
  expect(spanBefore({ from: '2025-03-01' })).toBeUndefined();
  expect(neighbour({ range: 'all' }, today, -1)).toBeUndefined();
});

test('months are counted where a span is made of them', () => {
  expect(countMonths({ from: '2024-11-01', to: '2025-02-01' })).toBe(3);
  expect(countMonths({ from: '2024-03-15', to: '2025-03-15' })).toBe(12);
  expect(countMonths({ from: '2025-03-05', to: '2025-04-05' })).toBe(0);
});

test('a calendar is leafed through by what was chosen', () => {
  expect(neighbour({ range: 'month' }, '2025-03-12', -1)).toEqual({ from: '2025-02-01', to: '2025-03-01' });
  expect(neighbour({ from: '2025-02-01', to: '2025-03-01' }, '2025-03-12', 1)).toEqual({ range: 'month' });
  expect(neighbour({ range: 'year' }, today, -1)).toEqual({ range: '2024' });
  expect(neighbour({ range: '2024' }, today, -1)).toEqual({ range: '2023' });
  expect(neighbour({ range: '30-days' }, today, -1)).toEqual({ from: '2025-01-31', to: '2025-03-02' });
});

test('nothing lies after today', () => {
  expect(neighbour({ range: '30-days' }, today, 1)).toBeUndefined();
  expect(neighbour({ range: 'year' }, today, 1)).toBeUndefined();
  expect(neighbour({ from: '2025-03-31', to: '2025-04-01' }, today, 1)).toBeUndefined();
  expect(neighbour({ from: '2025-03-30', to: '2025-03-31' }, today, 1)).toEqual({
    from: '2025-03-31',
    to: '2025-04-01',
  });
});
