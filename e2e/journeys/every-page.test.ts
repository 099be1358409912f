import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, goTo, heading, lookAround, type Visitor } from '../visitor.ts';

const demo = shareDemo();
let host: Visitor;
beforeAll(async () => {
  // The host sees the most.
  host = await demo.welcomeAs('maja');
  // What plays meanwhile would change the pages while they are looked at.
  await host.page.route('**/api/events', () => undefined);
});

interface PageCase {
  title: string;
  path: string;
  /** Waits for what the page is about, and opens what is closed at first. */
  prepare: (page: Page) => Promise<void>;
}

const firstRow = (page: Page) => page.getByRole('row').nth(1).waitFor();
const firstPlay = (page: Page) => page.getByRole('main').getByRole('listitem').first().waitFor();

/** A few rows of each kind say as much as hundreds, which axe would take its time for. */
const aDay = 'from=2025-03-01&to=2025-03-02';
const cases: PageCase[] = [
  {
    title: 'Overview',
    path: '?range=2024',
    async prepare(page) {
      await firstPlay(page);
      await page.getByText('Show as table').first().click();
      await page.getByRole('table', { name: 'Listening: ' }).waitFor();
      await page.locator('canvas').nth(1).waitFor();
    },
  },
  {
    title: 'Host',
    path: 'host',
    async prepare(page) {
      await page.getByRole('table', { name: 'Listeners' }).waitFor();
    },
  },
  {
    title: 'History',
    path: `history?${aDay}`,
    async prepare(page) {
      await firstPlay(page);
      // What is out of sight follows the theme only once it comes into sight, but axe looks at it.
      await page
        .getByRole('main')
        .locator('section')
        .evaluateAll((days: HTMLElement[]) => {
          for (const day of days) day.style.contentVisibility = 'visible';
        });
    },
  },
  { title: 'Tracks', path: `tracks?${aDay}`, prepare: firstRow },
  { title: 'Artists', path: `artists?${aDay}`, prepare: firstRow },
  { title: 'Albums', path: `albums?${aDay}`, prepare: firstRow },
  {
    title: 'Playlists',
    path: 'playlists',
    async prepare(page) {
      await page.getByRole('link', { name: 'On repeat' }).waitFor();
      await page.getByRole('button', { name: 'Choose from your own playlists' }).click();
      await page.getByRole('list', { name: 'Your playlists at Spotify' }).waitFor();
    },
  },
  {
    title: 'Joined tracks',
    path: 'recordings',
    async prepare(page) {
      await page.getByLabel('Search joined tracks').waitFor();
      await page.getByText('Nothing was joined or split by hand.').waitFor();
    },
  },
  {
    title: 'Habits',
    path: 'habits?range=2024',
    async prepare(page) {
      await page.getByRole('table', { name: 'Longest sessions' }).waitFor();
      await page.getByText('Show as table').first().click();
      await page.getByRole('table', { name: 'Artists: ' }).waitFor();
      await page.locator('canvas').nth(1).waitFor();
    },
  },
  {
    title: 'Your 2024',
    path: 'year/2024',
    async prepare(page) {
      await page.getByRole('button', { name: 'Download the picture' }).waitFor();
      await page.locator('canvas').nth(1).waitFor();
    },
  },
  {
    title: 'Your 1999',
    path: 'year/1999',
    prepare: (page) => page.getByRole('heading', { name: 'Nothing was played in 1999' }).waitFor(),
  },
  {
    title: 'Import',
    path: 'import',
    async prepare(page) {
      await page.getByText('How to get the export from Spotify').click();
      await page.getByRole('link', { name: 'Receipt of maja.zip' }).waitFor();
    },
  },
  {
    title: 'Receipt',
    path: 'import/1',
    async prepare(page) {
      await page.getByText('Files in it').click();
      const rows = page.getByRole('region', { name: 'Rows left out' });
      await rows.getByRole('listitem').first().waitFor();
      await page.locator('canvas').waitFor();
    },
  },
  {
    title: 'Settings',
    path: 'settings',
    async prepare(page) {
      await page.getByRole('radio', { name: 'Finished' }).check();
      await page.getByRole('button', { name: 'Count by this rule' }).waitFor();
      await page.getByText('Show as table').click();
      await page.getByRole('table', { name: 'What is known of ' }).waitFor();
    },
  },
  {
    title: 'Set up the Spotify app',
    path: 'set-up',
    prepare: (page) => page.getByText('Why not localhost?').click(),
  },
  { title: 'Page not found', path: 'nowhere', prepare: async () => {} },
];

test.each(cases)('$title is accessible and keeps to itself', async ({ title, path, prepare }) => {
  const { page, faults } = host;
  await page.goto(`${demo.address}/spotify/analytics/${path}`);
  await heading(page, title).waitFor();
  await prepare(page);
  expect(await findFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test.each(['tracks', 'artists', 'albums'])('so is the page of one of the %s', async (kind) => {
  const { page, faults } = host;
  await page.goto(`${demo.address}/spotify/analytics/${kind}?from=2025-03-01&to=2025-03-08`);
  const link = page.getByRole('rowheader').first().getByRole('link');
  const name = await link.innerText();
  await link.click();
  await heading(page, name).waitFor();
  await page.locator('canvas').nth(1).waitFor();
  await page.getByRole('region', { name: 'Every play' }).getByRole('listitem').first().waitFor();
  expect(await findFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test('so is the page of a playlist', async () => {
  const { page, faults } = host;
  await page.goto(`${demo.address}/spotify/analytics/playlists`);
  await page.getByRole('link', { name: 'On repeat' }).click();
  await page.locator('canvas').waitFor();
  await firstRow(page);
  await page.getByText('Nothing was added or removed since the first scan.').waitFor();
  expect(await findFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test('so is a dialog', async () => {
  const { page, faults } = host;
  await page.goto(`${demo.address}/spotify/analytics/settings`);
  await page.getByRole('button', { name: 'Delete the account' }).click();
  await page.getByRole('alertdialog', { name: 'Delete your account?' }).waitFor();
  expect(await findFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});

test('so is the home page of a stranger', async () => {
  await using stranger = await demo.welcome();
  const { page, faults } = stranger;
  await page.goto(`${demo.address}/`);
  await page.locator('canvas').nth(1).waitFor();
  await page.getByText('Show as table').last().click();
  await page.getByRole('table', { name: 'Hours of the day' }).waitFor();
  await page.getByRole('button', { name: 'New here: create an account' }).click();
  await page.getByRole('button', { name: 'Create account' }).waitFor();
  expect(await findFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test('so are the settings of somebody who has nothing yet', async () => {
  await using newcomer = await demo.welcome();
  const { page, faults } = newcomer;
  await createAccount(page, demo.address, 'nils');
  await goTo(page, 'Settings');
  await page.getByText('Stopped: connect to Spotify first').waitFor();
  await page.getByText('Nothing is known yet.').waitFor();
  expect(await findFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test('who has lost the session signs in and is back where they were', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { context, page, faults } = visitor;
  const address = `${demo.address}/spotify/analytics/history?from=2024-03-01&to=2024-04-01&counted=no`;
  await page.goto(address);
  await page.getByText('not counted', { exact: true }).first().waitFor();
  await context.clearCookies();
  await page.getByLabel('Counted').selectOption('Counted only');
  await page.getByText('Sign in to see the page that you asked for.').waitFor();
  await page.getByRole('button', { name: 'Look around as maja' }).click();
  await heading(page, 'History').waitFor();
  expect(page.url()).toBe(address.replace('counted=no', 'counted=yes'));

  await context.clearCookies();
  await page.goto(address);
  await page.getByText('Sign in to see the page that you asked for.').waitFor();
  await page.getByRole('button', { name: 'Look around as maja' }).click();
  await heading(page, 'History').waitFor();
  expect(page.url()).toBe(address);
  expect(faults.filter((fault) => !fault.includes('status of 401'))).toEqual([]);
});

test('an address that leads nowhere says so', async () => {
  await using visitor = await demo.welcome();
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/nowhere`);
  await heading(page, 'Page not found').waitFor();
  await lookAround(page, demo.address, 'teo');
  await page.goto(`${demo.address}/spotify/analytics/nowhere/at/all`);
  await heading(page, 'Page not found').waitFor();
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await heading(page, 'Overview').waitFor();
  expect(faults).toEqual([]);
});
