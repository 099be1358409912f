import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { heading, readNumber, type Visitor } from '../visitor.ts';

const demo = shareDemo();

/** A visitor who looks at a part of the history of somebody with years of it. */
async function welcomeMaja(query: string): Promise<Visitor> {
  const visitor = await demo.welcomeAs('maja');
  await open(visitor.page, query);
  return visitor;
}

async function open(page: Page, query: string) {
  await page.goto(`${demo.address}/spotify/analytics/history?${query}`);
  await heading(page, 'History').waitFor();
  await rowsOf(page).first().waitFor();
}

const rowsOf = (page: Page) => page.getByRole('main').getByRole('listitem');
const deleteButtons = (page: Page) => rowsOf(page).getByRole('button', { name: /^Delete the play of / });
/** When the plays in sight ended. */
const timesOf = (page: Page) =>
  rowsOf(page)
    .getByRole('time')
    .evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));

/** Whether the server still has a play that ended at an instant. */
async function isKept(page: Page, playedAt: string): Promise<boolean> {
  const day = playedAt.slice(0, 10);
  const [from, to] = [-1, 2].map((days) => new Date(Date.parse(day) + days * 86_400_000).toISOString());
  const params = { from: from?.slice(0, 10) ?? '', to: to?.slice(0, 10) ?? '', limit: '200' };
  const answer = await page.request.get(`${demo.address}/api/plays`, { params });
  const { items } = (await answer.json()) as { items: { playedAt: string }[] };
  return items.some((play) => play.playedAt === playedAt);
}

test('goes on as one scrolls, by days with the totals of whole days', async () => {
  await using visitor = await welcomeMaja('range=2024');
  const { page, faults } = visitor;
  const answer = await page.request.get(
    `${demo.address}/api/stats/daily?unit=day&from=2024-12-01&to=2025-01-01`,
  );
  const days = (await answer.json()) as { plays: number }[];
  const played = days.filter(({ plays }) => plays > 0).toReversed();
  const totals = page.getByRole('main').getByText(/^\d+ plays?, .*\d\s(s|min|h)$/);
  await page.keyboard.press('End');
  await expect.poll(() => rowsOf(page).count()).toBeGreaterThan(100);
  // A day on which nothing counted is there as well.
  const shown = (await totals.allTextContents()).map(readNumber).filter((plays) => plays > 0);
  expect(shown.length).toBeGreaterThan(1);
  // The last of them has more plays than are loaded.
  expect(shown).toEqual(played.slice(0, shown.length).map(({ plays }) => plays));
  const count = await rowsOf(page).count();
  await page.keyboard.press('End');
  await expect.poll(() => rowsOf(page).count()).toBeGreaterThan(count);
  expect(faults).toEqual([]);
});

test('is searched by text', async () => {
  await using visitor = await welcomeMaja('from=2024-03-01&to=2024-04-01');
  const { page, faults } = visitor;
  // Long enough to be found for itself, and of letters that have a capital.
  const ofLetters = page.getByRole('button', { name: /^Delete the play of [A-Za-z ]{9,},/ }).first();
  const label = (await ofLetters.getAttribute('aria-label')) ?? '';
  const name = label.slice('Delete the play of '.length, label.indexOf(','));
  const before = await rowsOf(page).count();
  await page.getByLabel('Search track, artist or album').fill(name.toUpperCase());
  await expect.poll(() => rowsOf(page).count()).toBeLessThan(before);
  await page.getByText('That is everything in this period.').waitFor();
  const found = (await rowsOf(page).allTextContents()).map((row) => row.toLowerCase());
  const words = name.toLowerCase().split(' ');
  expect(found.filter((row) => !words.every((word) => row.includes(word)))).toEqual([]);
  expect((await timesOf(page)).filter((time) => !/^2024-0(3|2-29)/.test(time))).toEqual([]);
  expect(faults).toEqual([]);
});

describe('a deleted play', () => {
  test('goes at once, comes back with undo, and goes for good ten seconds later', async () => {
    await using visitor = await welcomeMaja('from=2024-05-30&to=2024-06-01');
    const { page, faults } = visitor;
    const [doomed = '', next, ...others] = await timesOf(page);
    const buttons = deleteButtons(page);
    const nextLabel = await buttons.nth(1).getAttribute('aria-label');
    await buttons.first().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => timesOf(page)).toEqual([next, ...others]);
    await page.getByRole('status').getByText('Undo it within ten seconds').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(nextLabel);

    await page.keyboard.press('Control+z');
    await expect.poll(() => timesOf(page)).toEqual([doomed, next, ...others]);
    await page.getByRole('status').getByText('back in your history').waitFor();

    await buttons.first().click();
    await buttons.first().click();
    await expect.poll(() => timesOf(page)).toEqual(others);
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.click();
    await expect.poll(() => timesOf(page)).toEqual([next, ...others]);
    expect(await isKept(page, doomed)).toBe(true);
    await expect.poll(() => isKept(page, doomed)).toBe(false);
    await undo.waitFor({ state: 'detached' });
    await page.reload();
    await expect.poll(() => timesOf(page)).toEqual([next, ...others]);
    expect(faults).toEqual([]);
  });

  test('stays, and says so, when the server cannot be reached', async () => {
    await using visitor = await welcomeMaja('from=2024-07-30&to=2024-08-01');
    const { context, page } = visitor;
    const times = await timesOf(page);
    await deleteButtons(page).first().click();
    await expect.poll(() => timesOf(page)).toEqual(times.slice(1));
    await context.setOffline(true);
    const notice = page.getByRole('alert').filter({ hasText: 'could not be deleted' });
    await notice.waitFor();
    expect(await timesOf(page)).toEqual(times);
    await context.setOffline(false);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => isKept(page, times[0] ?? '')).toBe(false);
    await expect.poll(() => timesOf(page)).toEqual(times.slice(1));
  });
});

test('several plays are selected by keyboard, and gone even when the page is left at once', async () => {
  await using visitor = await welcomeMaja('from=2024-09-01&to=2024-10-01');
  const { page, faults } = visitor;
  const [first = '', second = '', ...others] = await timesOf(page);
  await page.getByRole('button', { name: 'Select', exact: true }).focus();
  await page.keyboard.press('Enter');
  const boxes = page.getByRole('checkbox', { name: /^Select the play of / });
  for (const index of [0, 1]) {
    await boxes.nth(index).focus();
    await page.keyboard.press('Space');
  }
  const bar = page.getByRole('region', { name: 'Selection' });
  await bar.getByText('2 plays selected').waitFor();
  await bar.getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Deleted 2 plays.').first().waitFor();
  await expect.poll(() => timesOf(page)).toEqual(others);
  await bar.waitFor({ state: 'detached' });

  await page.reload();
  await expect.poll(() => isKept(page, first)).toBe(false);
  await expect.poll(() => isKept(page, second)).toBe(false);
  expect(faults).toEqual([]);
});

test('a whole day is selected by finger, and sent when another page is opened', async () => {
  await using visitor = await demo.welcomeAs('maja', {
    viewport: { width: 360, height: 780 },
    hasTouch: true,
  });
  const { page, faults } = visitor;
  await open(page, 'from=2024-11-01&to=2024-11-02');
  const [first = ''] = await timesOf(page);
  await page.getByRole('button', { name: 'Select', exact: true }).tap();
  await page.getByRole('button', { name: 'Select all of Friday, 1 November 2024' }).tap();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Delete' }).tap();
  await page.getByRole('heading', { name: 'No plays here' }).waitFor();
  await page.getByRole('link', { name: 'Artists', exact: true }).tap();
  await heading(page, 'Artists').waitFor();
  await page.getByRole('heading', { name: 'No artists here' }).waitFor();
  expect(await isKept(page, first)).toBe(false);
  expect(faults).toEqual([]);
});
