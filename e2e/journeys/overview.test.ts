import type { WeekdayHourTotal } from '@analytics/contract/stats';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';

const demo = shareDemo();

const queryOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams);

test('figures are compared with those of the span before', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/analytics/?from=2024-03-04&to=2024-03-11`);
  const [now, before] = await Promise.all(
    ['from=2024-03-04&to=2024-03-11', 'from=2024-02-26&to=2024-03-04'].map(async (span) => {
      const answer = await page.request.get(`${demo.address}/api/stats/summary?${span}`);
      return (await answer.json()) as { plays: number };
    }),
  );
  const percent = Math.round(((now?.plays ?? 0) / (before?.plays ?? 1) - 1) * 100);
  expect(percent).not.toBe(0);
  const plays = page.getByRole('region', { name: 'Key figures' }).locator('div', {
    has: page.getByText('Plays', { exact: true }),
  });
  await plays
    .last()
    .getByText(`${Math.abs(percent)}% ${percent > 0 ? 'more' : 'fewer'}`)
    .waitFor();
  await page.getByText('Compared with the 7 days before').waitFor();
  expect(faults).toEqual([]);
});

test.each([
  {
    name: 'of all time',
    search: '?range=all',
    words: 'Your history begins on',
    more: ['stats/daily', 'stats/summary', 'stats/weekday-hours'],
  },
  {
    name: 'of a day, which has no days to show,',
    search: '?from=2024-03-05&to=2024-03-06',
    words: 'Compared with the day before',
    more: ['stats/summary', 'stats/summary', 'stats/summary'],
  },
])('everything $name is asked once', async ({ search, words, more }) => {
  await using visitor = await demo.welcomeAs('maja');
  const page = await visitor.context.newPage();
  // A play that arrives would have it asked again, and what plays is asked for by the clock.
  const again = ['/api/events', '/api/now-playing', '/api/monitoring'];
  await page.route('**/api/events', (route) => route.abort());
  const asked: URL[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.pathname.startsWith('/api/') && !again.includes(address.pathname)) asked.push(address);
  });
  await page.goto(`${demo.address}/spotify/analytics/${search}`);
  await page.getByText(words).waitFor();
  await page.getByText('Most: ').waitFor();
  await page.locator('section', { hasText: 'Newest plays' }).getByRole('time').first().waitFor();
  expect(new Set(asked.map(({ href }) => href)).size).toBe(asked.length);
  const shown = ['account', 'albums', 'artists', 'monitoring/coverage', 'plays', 'session', 'tracks'];
  expect(asked.map(({ pathname }) => pathname.replace('/api/', '')).toSorted()).toEqual(
    [...shown, 'stats/daily', 'stats/hourly', ...more].toSorted(),
  );
});

test('an answer that does not come holds up nothing else', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const page = await visitor.context.newPage();
  await page.route('**/api/stats/hourly?*', () => undefined);
  await page.goto(`${demo.address}/spotify/analytics/?range=2024`);
  await page.getByText('Compared with 2023').waitFor();
  await page.getByText('Most: ').waitFor();
  await page.getByRole('slider', { name: 'Listening: ' }).waitFor();
  expect(await page.getByRole('slider', { name: 'Hours of the day' }).count()).toBe(0);
});

test('the hours of the week are told one by one, and all in a table', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/analytics/?range=2024`);
  const answer = await page.request.get(
    `${demo.address}/api/stats/weekday-hours?from=2024-01-01&to=2025-01-01`,
  );
  const totals = (await answer.json()) as WeekdayHourTotal[];
  const playsAt = (weekday: number, hour: number) =>
    totals.find((total) => total.weekday === weekday && total.hour === hour)?.plays ?? 0;
  const map = page.getByRole('slider', { name: 'Hours of the week' });
  const told = () => map.getAttribute('aria-valuetext');
  await map.focus();
  await page.keyboard.press('Home');
  await expect.poll(told).toMatch(new RegExp(`^Monday, 00:00.01:00: ${playsAt(1, 0)} plays?, `));
  await page.keyboard.press('ArrowDown');
  for (let hour = 0; hour < 8; hour += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(told).toMatch(new RegExp(`^Tuesday, 08:00.09:00: ${playsAt(2, 8)} plays?, `));

  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Hours of the week' }) });
  const cells = card.locator('svg');
  const { width = 0, height = 0 } = (await cells.boundingBox()) ?? {};
  await cells.hover({ position: { x: (width * 12.5) / 24, y: (height * 6.5) / 7 } });
  await card.getByText(/^Sunday, 12:00.13:00: /).waitFor();

  await card.getByText('Show as table').click();
  const rows = await card
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
    .allTextContents();
  expect(rows).toHaveLength(7 * 24);
  const plays = rows.map((row) => Number(/([\d,]+) plays?, /.exec(row)?.[1]?.replaceAll(',', '')));
  expect(plays).toEqual(rows.map((_, index) => playsAt(Math.floor(index / 24) + 1, index % 24)));
  expect(faults).toEqual([]);
});

describe('a chart', () => {
  test('is looked at closer by keyboard, by a click and by dragging', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    await page.goto(`${demo.address}/spotify/analytics/?range=2024&unit=month&measure=time`);
    const cursor = page.getByRole('slider', { name: 'Listening: ' });
    await cursor.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => cursor.getAttribute('aria-valuetext')).toContain('February 2024');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => queryOf(page)).toEqual({ from: '2024-02-01', to: '2024-04-01', measure: 'time' });
    await page.getByText('Listening time per day', { exact: true }).waitFor();
    await page.goBack();
    await expect.poll(() => queryOf(page)).toEqual({ range: '2024', unit: 'month', measure: 'time' });

    await page.getByText('Listening time per month').waitFor();
    const chart = page.locator('canvas').first();
    const { width = 0, height = 0 } = (await chart.boundingBox()) ?? {};
    const middle = { y: height / 2 };
    await chart.hover({ position: { ...middle, x: width - 20 } });
    await page.getByText('December 2024').first().waitFor();
    await chart.click({ position: { ...middle, x: width - 20 } });
    await expect.poll(() => queryOf(page)).toEqual({ from: '2024-12-01', to: '2025-01-01', measure: 'time' });
    await page.goBack();
    await page.getByText('Listening time per month').waitFor();
    await chart.hover({ position: { ...middle, x: width / 2 } });
    await page.mouse.down();
    await chart.hover({ position: { ...middle, x: width - 20 } });
    await page.mouse.up();
    await expect.poll(() => queryOf(page)['to']).toBe('2025-01-01');
    expect(queryOf(page)['from']).toMatch(/^2024-0[67]-01$/);
    expect(faults).toEqual([]);
  });

  test('of days leads into a day, whose hours it shows', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    await page.goto(`${demo.address}/spotify/analytics/?range=2024`);
    const calendar = page.getByRole('slider', { name: 'Day by day: ' });
    await calendar.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => calendar.getAttribute('aria-valuetext')).toContain('8 January 2024');
    await page.keyboard.press('Enter');
    await expect.poll(() => queryOf(page)).toEqual({ from: '2024-01-08', to: '2024-01-09' });
    await page.getByText('Compared with the day before').waitFor();
    await page.getByRole('slider', { name: 'Hours of the day' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Listening', exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

test('what plays is shown with its progress', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const strip = page.getByRole('region', { name: 'Now playing' });
  await strip.getByRole('progressbar', { name: 'Progress of the track' }).waitFor();
  await strip.getByText('Now playing', { exact: true }).waitFor();
  await strip.getByRole('link', { name: 'Open Spotify' }).waitFor();
  expect(faults).toEqual([]);
});
