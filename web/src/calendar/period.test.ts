import { expect, test } from 'vitest';
import { countDays } from './day.ts';
import { choiceOf, readPeriodChoice, resolvePeriod } from './period.ts';

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

test('a year is whole, but does not go beyond today while it lasts', () => {
  expect(resolvePeriod({ range: '2024' }, today)).toEqual({ from: '2024-01-01', to: '2025-01-01' });
  expect(resolvePeriod({ range: '2025' }, today)).toEqual({ from: '2025-01-01', to: '2025-04-01' });
  expect(resolvePeriod({ range: '2030' }, today)).toEqual({ from: '2030-01-01', to: '2031-01-01' });
});

test('without a choice it is the last 12 months', () => {
  expect(resolvePeriod({}, today)).toEqual(resolvePeriod({ range: '12-months' }, today));
});

test('chosen days win and may be open at one end', () => {
  expect(resolvePeriod({ from: '2020-01-01' }, today)).toEqual({ from: '2020-01-01' });
  expect(resolvePeriod({ range: 'all', to: '2020-01-01' }, today)).toEqual({ to: '2020-01-01' });
});

test('nonsense in the address is left out', () => {
  expect(readPeriodChoice({ range: 'century', from: '2025-13-01', to: 7 })).toEqual({});
  expect(readPeriodChoice({ range: '0999' })).toEqual({});
  expect(readPeriodChoice({ from: '2025-02-01', to: '2025-02-01' })).toEqual({});
  expect(readPeriodChoice({ from: '2025-01-01', to: '2025-02-01', page: '2' })).toEqual({
    from: '2025-01-01',
    to: '2025-02-01',
  });
  expect(readPeriodChoice({ range: 'all', from: '2025-01-01' })).toEqual({ range: 'all' });
  expect(readPeriodChoice({ range: '2019' })).toEqual({ range: '2019' });
});

test('a span is called by its name where it has one', () => {
  expect(choiceOf({ from: '2023-01-01', to: '2024-01-01' }, today)).toEqual({ range: '2023' });
  expect(choiceOf({ from: '2025-03-01', to: '2025-04-01' }, today)).toEqual({ range: 'month' });
  expect(choiceOf({ from: '2025-02-01', to: '2025-03-01' }, today)).toEqual({
    from: '2025-02-01',
    to: '2025-03-01',
  });
});
