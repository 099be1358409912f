import { readFile } from 'node:fs/promises';
import type { ArtistDetail } from '@analytics/contract/detail';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { figure, goTo, heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

const everyPlay = (page: Page) => page.getByRole('region', { name: 'Every play' });
const pathOf = (page: Page) => new URL(page.url()).pathname.replace('/spotify/analytics/', '');

/** The sum of the plays in a chart's table. */
async function playsOf(page: Page, chart: string): Promise<number> {
  const cells = await page
    .getByRole('table', { name: `${chart}: ` })
    .getByRole('cell')
    .allInnerTexts();
  return cells.reduce((sum, text) => sum + readNumber(text), 0);
}

test('an artist is found by the search, and has figures, charts and plays that agree', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search' }).waitFor();
  await page.keyboard.type('ramin vubose');
  await page.keyboard.press('Enter');
  const artist = heading(page, 'Ramin Vubose');
  await artist.waitFor();
  expect(await artist.evaluate((element) => element === document.activeElement)).toBe(true);

  const answer = await page.request.get(`${demo.address}/api/${pathOf(page)}`);
  const { byMonth, discoveredOn } = (await answer.json()) as ArtistDetail;
  const figures = page.getByRole('region', { name: 'All time' });
  const year = Number(discoveredOn?.slice(0, 4));
  await figures.getByText(String(year)).waitFor();
  const plays = await figure(figures, 'Plays');
  expect(plays).toBeGreaterThan(200);
  for (const summary of await page.getByText('Show as table').all()) await summary.click();
  // What plays meanwhile is added to all of them.
  for (const chart of ['Listening', 'Hours of the day']) {
    await expect.poll(async () => (await playsOf(page, chart)) - (await figure(figures, 'Plays'))).toBe(0);
  }

  await page.getByLabel('Period').selectOption(String(year));
  const ofYear = byMonth.filter(({ date }) => date.startsWith(String(year)));
  const playsOfYear = ofYear.reduce((sum, month) => sum + month.plays, 0);
  await expect.poll(() => playsOf(page, 'Listening')).toBe(playsOfYear);
  await expect.poll(() => playsOf(page, 'Hours of the day')).toBe(playsOfYear);
  const times = everyPlay(page).getByRole('time');
  await expect
    .poll(async () => (await times.first().getAttribute('datetime'))?.slice(0, 4))
    .toBe(String(year));
  expect(await figure(figures, 'Plays')).toBeGreaterThanOrEqual(plays);

  await page.getByLabel('Period').selectOption('All time');
  const more = page.getByRole('button', { name: 'Load more plays' });
  await more.click();
  await expect.poll(() => times.count()).toBe(200);
  expect(faults).toEqual([]);
});

test('one leads to another, and back and forward through them', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const top = page.locator('section', { hasText: 'Top artists' });
  const artist = await top.getByRole('listitem').first().getByRole('link').first().innerText();
  await top.getByRole('link', { name: artist, exact: true }).click();
  await heading(page, artist).waitFor();
  const tracks = page.locator('section', { hasText: 'Top tracks' });
  const track = await tracks.getByRole('listitem').first().getByRole('link').first().innerText();
  await tracks.getByRole('link', { name: track, exact: true }).press('Enter');
  await heading(page, track).waitFor();
  const names = everyPlay(page).getByRole('listitem').getByRole('paragraph').filter({ hasText: track });
  await names.first().waitFor();
  await everyPlay(page).getByRole('link', { name: artist, exact: true }).first().click();
  await heading(page, artist).waitFor();
  await page.goBack();
  await heading(page, track).waitFor();
  await page.goBack();
  await heading(page, artist).waitFor();
  await page.goForward();
  await heading(page, track).waitFor();
  await page.reload();
  await heading(page, track).waitFor();

  await goTo(page, 'History');
  const play = page.getByRole('main').getByRole('listitem').first();
  const played = await play.getByRole('link').first().innerText();
  await play.getByRole('link').first().click();
  await heading(page, played).waitFor();
  expect(faults).toEqual([]);
});

test('what is not in the history says so, and what could not be loaded is tried again in its place', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page } = visitor;
  for (const id of ['999999999', 'nobody']) {
    await page.goto(`${demo.address}/spotify/analytics/artists/${id}`);
    await heading(page, 'Artist not found').waitFor();
  }
  await page.getByRole('link', { name: 'All artists' }).click();
  await heading(page, 'Artists').waitFor();
  await page.route('**/api/artists/*', (route) => route.fulfill({ status: 500, body: '' }));
  const link = page.getByRole('rowheader').first().getByRole('link');
  const name = await link.innerText();
  await link.click();
  await heading(page, 'Artist').waitFor();
  await page.unroute('**/api/artists/*');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await heading(page, name).waitFor();
});

test('a leaderboard is sorted and searched in its address, and handed out as a file', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/analytics/tracks?range=2024`);
  await page.getByRole('columnheader', { name: 'Time' }).getByRole('button').press('Enter');
  await expect.poll(() => new URL(page.url()).search).toBe('?range=2024&sort=ms&order=desc');
  const pages = page.getByRole('navigation', { name: 'Pages of this list' });
  const count = async () => readNumber((await pages.innerText()).split(' of ')[1] ?? '');
  await page.getByRole('row').nth(1).waitFor();

  const save = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(name);
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(head).toBe('rank,name,artists,plays,ms,share,firstPlayedAt,lastPlayedAt,spotifyUrl');
    return lines;
  };
  // What enrichment finds out may join tracks meanwhile, in the page and in the next file.
  const saveAll = async (name: string) => {
    let lines: string[] = [];
    await expect.poll(async () => (lines = await save(name)).length - (await count())).toBe(0);
    return lines;
  };
  const lines = await saveAll('tracks-2024-by-time.csv');
  const everything = lines.length;
  expect(everything).toBeGreaterThan(200);
  expect(new Set(lines).size).toBe(everything);
  expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(
    lines.map((line) => Number(line.split(',')[0])).toSorted((a, b) => a - b),
  );

  await page.getByLabel('Search tracks').fill('compass');
  await expect.poll(count).toBeLessThan(everything);
  const found = await saveAll('tracks-2024-compass-by-time.csv');
  // Of a track, an artist or an album.
  expect(found.some((line) => /compass/i.test(line))).toBe(true);

  const name = page.getByRole('rowheader').first().getByRole('link');
  const title = await name.innerText();
  await name.press('Enter');
  await heading(page, title).waitFor();
  expect(new URL(page.url()).search).toBe('?range=2024');
  await page.goBack();
  await heading(page, 'Tracks').waitFor();
  expect(await page.getByLabel('Search tracks').inputValue()).toBe('compass');
  expect(faults).toEqual([]);
});
