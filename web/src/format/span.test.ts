import { expect, test } from 'vitest';
import { formatPeriod, formatSpanBefore } from './span.ts';

test('whole years and months go by their names', () => {
  expect(formatPeriod({ from: '2024-01-01', to: '2025-01-01' })).toBe('2024');
  expect(formatPeriod({ from: '2024-03-01', to: '2024-04-01' })).toContain('2024');
  expect(formatPeriod({ from: '2024-03-01', to: '2024-04-01' })).not.toContain('31');
});

test('days are told with the last one included', () => {
  const text = formatPeriod({ from: '2024-03-03', to: '2024-03-10' });
  expect(text).toContain('3');
  expect(text).toContain('9');
  expect(text).not.toContain('10');
  expect(formatPeriod({})).toBe('all time');
  expect(formatPeriod({ from: '2024-03-03' })).toMatch(/^since /);
  expect(formatPeriod({ to: '2024-03-03' })).toMatch(/^until .*2/);
});

test('the span before is named by its length, or by its name', () => {
  expect(formatSpanBefore({ from: '2025-01-31', to: '2025-03-02' })).toBe('the 30 days before');
  expect(formatSpanBefore({ from: '2025-03-01', to: '2025-03-02' })).toBe('the day before');
  expect(formatSpanBefore({ from: '2023-04-15', to: '2024-04-15' })).toBe('the 12 months before');
  expect(formatSpanBefore({ from: '2023-01-01', to: '2024-01-01' })).toBe('2023');
});
