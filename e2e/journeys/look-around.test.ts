import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { barColours } from '../bar-colours.ts';
import { shareDemo } from '../shared-demo.ts';
import { figure, goTo, heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

/** The query of the page's address. */
const queryOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams);

test('a visitor of the demo sees figures, and a play arrive', async () => {
  await using visitor = await demo.welcome();
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/`);
  await heading(page, 'Analytics for Spotify').waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/`);

  await page.getByRole('button', { name: 'Look around as maja' }).click();
  await heading(page, 'Overview').waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/analytics/`);
  const figures = page.getByRole('region', { name: 'Key figures' });
  const tracks = await figure(figures, 'Tracks');
  expect(tracks).toBeGreaterThan(100);
  expect(await figure(figures, 'Plays')).toBeGreaterThan(tracks);

  const newest = page.locator('section', { hasText: 'Newest plays' });
  await newest.getByText('Updated as you listen').waitFor();
  await page.evaluate(() => performance.mark('the page is still the same'));
  const before = await newest.getByRole('time').first().getAttribute('datetime');
  await expect.poll(() => newest.getByRole('time').first().getAttribute('datetime')).not.toBe(before);
  expect(await page.evaluate(() => performance.getEntriesByName('the page is still the same').length)).toBe(
    1,
  );
  expect(faults).toEqual([]);
});

describe('the theme', () => {
  const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['theme']);

  test('is followed at once by every window and chart, and there before the first paint', async () => {
    await using visitor = await demo.welcomeAs('maja', { colorScheme: 'light' });
    const { context, page: overview, faults } = visitor;
    const chart = overview.locator('canvas').first();
    const settings = await context.newPage();
    await settings.goto(`${demo.address}/spotify/analytics/settings`);
    const choose = (name: string) =>
      settings.getByRole('group', { name: 'Theme' }).getByText(name, { exact: true }).click();
    /** Waits until the theme holds everywhere, and answers the colour of the bars. */
    const colourIn = async (theme: string) => {
      await expect.poll(() => themeOf(settings)).toBe(theme);
      await expect.poll(() => themeOf(overview)).toBe(theme);
      await expect
        .poll(async () => {
          const { painted, wanted } = await barColours(chart);
          return painted === wanted;
        })
        .toBe(true);
      return (await barColours(chart)).painted;
    };
    const light = await colourIn('light');
    await choose('Dark');
    const dark = await colourIn('dark');
    expect(dark).not.toBe(light);

    await overview.addInitScript(() => {
      new MutationObserver(() => {
        const { theme } = document.documentElement.dataset;
        performance.mark(`theme: ${theme}, ${document.body === null ? 'before' : 'after'} the first paint`);
      }).observe(document, { subtree: true, attributeFilter: ['data-theme'] });
    });
    await overview.reload();
    expect(await colourIn('dark')).toBe(dark);
    const themes = await overview.evaluate(() =>
      performance.getEntriesByType('mark').map((mark) => mark.name),
    );
    expect(themes.filter((name) => name.startsWith('theme'))).toEqual([
      'theme: dark, before the first paint',
    ]);

    await choose('Light');
    expect(await colourIn('light')).toBe(light);
    await choose('Auto');
    for (const page of [settings, overview]) {
      // A window in the background learns of it only once it is looked at.
      await page.bringToFront();
      await page.emulateMedia({ colorScheme: 'dark' });
    }
    expect(await colourIn('dark')).toBe(dark);
    expect(faults).toEqual([]);
  });
});

test('a range of days stays in the address, and is there again after back, forward and reload', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const period = page.getByLabel('Period');
  await period.selectOption('From … to …');
  await page.getByLabel('First day').fill('2024-03-01');
  await page.getByLabel('Last day').fill('2024-03-31');
  const march = { from: '2024-03-01', to: '2024-04-01' };
  await expect.poll(() => queryOf(page)).toEqual(march);
  const summary = await page.request.get(`${demo.address}/api/stats/summary`, { params: march });
  const { plays } = (await summary.json()) as { plays: number };
  expect(plays).toBeGreaterThan(100);
  const playsShown = () => figure(page.getByRole('region', { name: 'Key figures' }), 'Plays');
  await expect.poll(playsShown).toBe(plays);

  await goTo(page, 'Tracks');
  const expectMarch = async () => {
    expect(queryOf(page)).toEqual(march);
    expect(await period.inputValue()).toBe('custom');
    expect(await page.getByLabel('First day').inputValue()).toBe('2024-03-01');
    expect(await page.getByLabel('Last day').inputValue()).toBe('2024-03-31');
  };
  await expectMarch();
  await page.goBack();
  await heading(page, 'Overview').waitFor();
  await expectMarch();
  await expect.poll(playsShown).toBe(plays);
  await page.goForward();
  await heading(page, 'Tracks').waitFor();
  await page.reload();
  await heading(page, 'Tracks').waitFor();
  await expectMarch();
  await period.selectOption('This year');
  await expect.poll(() => queryOf(page)).toEqual({ range: 'year' });
  expect(faults).toEqual([]);
});

describe('a leaderboard', () => {
  const column = async (page: Page, number: number): Promise<string[]> => {
    const cells = await page.locator(`tbody tr td:nth-of-type(${number})`).allInnerTexts();
    return cells.map((cell) => cell.split('\n')[0] ?? '');
  };

  test('sorts both ways, and is turned over by keyboard', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    await page.goto(`${demo.address}/spotify/analytics/tracks?range=all`);
    const head = page.getByRole('columnheader', { name: 'Plays' });
    const expectOrder = async (order: 'ascending' | 'descending') => {
      await expect.poll(() => head.getAttribute('aria-sort')).toBe(order);
      await expect
        .poll(async () => {
          const plays = (await column(page, 2)).map(readNumber);
          const sorted = plays.toSorted((a, b) => (order === 'ascending' ? a - b : b - a));
          return plays.length === 50 && plays.join() === sorted.join();
        })
        .toBe(true);
    };
    await expectOrder('descending');
    const [mostPlayed] = await column(page, 2);
    await head.getByRole('button').click();
    await expectOrder('ascending');
    expect(queryOf(page)).toEqual({ range: 'all', sort: 'plays', order: 'asc' });
    expect((await column(page, 2))[0]).not.toBe(mostPlayed);
    await head.getByRole('button').click();
    await expectOrder('descending');

    const pages = page.getByRole('navigation', { name: 'Pages of this list' });
    await pages.getByText(/^1–50 of /).waitFor();
    await page.getByRole('row').last().getByRole('link').last().focus();
    // The way back comes first, and leads nowhere yet.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await pages.getByText(/^51–100 of /).waitFor();
    await expect.poll(async () => (await column(page, 1))[0]).toBe('51');
    await page.goBack();
    await pages.getByText(/^1–50 of /).waitFor();
    expect(faults).toEqual([]);
  });

  test('finds names with and without their accents', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    await goTo(page, 'Artists');
    await page.getByLabel('Period').selectOption('All time');
    const name = 'Žofrana Kovařík-Dům';
    for (const text of ['zofrana KOVARIK', 'Kovařík', 'dum žof']) {
      await page.getByLabel('Search artists').fill(text);
      await expect.poll(() => queryOf(page)).toEqual({ range: 'all', search: text });
      await page.getByRole('rowheader', { name }).first().waitFor();
    }
    await page.getByLabel('Search artists').fill('nobody of this name');
    await page.getByRole('heading', { name: 'No artists here' }).waitFor();
    expect(faults).toEqual([]);
  });
});
