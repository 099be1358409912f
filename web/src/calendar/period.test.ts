import { expect, test } from 'vitest';
import { countDays } from './day.ts';
import { readPeriodChoice, resolvePeriod } from './period.ts';

const today = '2025-03-31';

test('ranges end with today', () => {
  expect(resolvePeriod({ range: 'month' }, today)).toEqual({ from: '2025-03-01', to: '2025-04-01' });
  expect(resolvePeriod({ range: 'year' }, today)).toEqual({ from: '2025-01-01', to: '2025-04-01' });
  expect(resolvePeriod({ range: '12-months' }, today)).toEqual({ from: '2024-04-01', to: '2025-04-01' });
  expect(resolvePeriod({ range: 'all' }, today)).toEqual({});
});

test('the last 30 days are 30 days', () => {
  const { from = '', to = '' } = resolvePeriod({ range: '30-days' }, today);
  expect(countDays(from, to)).toBe(30);
});

test('without a choice the page decides', () => {
  expect(resolvePeriod({}, today, 'all')).toEqual({});
  expect(resolvePeriod({}, today)).toEqual(resolvePeriod({ range: '12-months' }, today));
});

test('chosen days win and may be open at one end', () => {
  expect(resolvePeriod({ from: '2020-01-01' }, today)).toEqual({ from: '2020-01-01' });
});

test('nonsense in the address is left out', () => {
  expect(readPeriodChoice({ range: 'century', from: '2025-13-01', to: 7 })).toEqual({});
  expect(readPeriodChoice({ from: '2025-02-01', to: '2025-02-01' })).toEqual({});
  expect(readPeriodChoice({ from: '2025-01-01', to: '2025-02-01', page: '2' })).toEqual({
    from: '2025-01-01',
    to: '2025-02-01',
  });
  expect(readPeriodChoice({ range: 'all', from: '2025-01-01' })).toEqual({ range: 'all' });
});
