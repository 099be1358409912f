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

test('everything is asked once', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const page = await visitor.context.newPage();
  // A play that arrives would have it asked again, and what plays is asked for by the clock.
  const again = ['/api/events', '/api/now-playing', '/api/monitoring'];
  await page.route('**/api/events', (route) => route.abort());
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/') && !again.includes(pathname)) asked.push(`${pathname}${search}`);
  });
  await page.goto(`${demo.address}/spotify/analytics/?range=all`);
  await page.getByText('Your history begins on').waitFor();
  await page.getByText('Most: ').waitFor();
  await page.locator('section', { hasText: 'Newest plays' }).getByRole('time').first().waitFor();
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  const paths = asked.map((address) => new URL(address, demo.address).pathname);
  expect(paths.toSorted()).toEqual([
    '/api/account',
    '/api/albums',
    '/api/artists',
    '/api/monitoring/coverage',
    '/api/plays',
    '/api/session',
    '/api/stats/daily',
    '/api/stats/daily',
    '/api/stats/hourly',
    '/api/stats/summary',
    '/api/stats/weekday-hours',
    '/api/tracks',
  ]);
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
