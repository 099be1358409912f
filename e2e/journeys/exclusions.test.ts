import type { Exclusion } from '@analytics/contract/exclusion';
import type { Monitoring } from '@analytics/contract/monitoring';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { shareDemo } from '../shared-demo.ts';
import { figure, goTo, heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

const dialog = (page: Page, name: string) =>
  page.getByRole('alertdialog', { name: `Leave ${name} out of the count?` });
const leaveOut = (page: Page) => page.getByRole('button', { name: 'Leave out of the count' });
const allTime = (page: Page) => page.getByRole('region', { name: 'All time' });

/** Nothing that plays meanwhile changes the figures. */
async function stopMonitoring(page: Page): Promise<void> {
  const address = `${demo.address}/api/monitoring`;
  await expect
    .poll(async () => ((await (await page.request.get(address)).json()) as Monitoring).lastPollAt)
    .not.toBeNull();
  const answer = await page.request.put(address, { data: { enabled: false, mode: 'history' } });
  expect(answer.status()).toBe(200);
}

async function countPlays(page: Page): Promise<number> {
  const answer = await page.request.get(`${demo.address}/api/stats/summary`);
  return ((await answer.json()) as { plays: number }).plays;
}

test('an artist is left out of every figure by the keyboard, and counted again in the settings', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await stopMonitoring(page);
  const everything = await countPlays(page);
  await page.goto(`${demo.address}/spotify/analytics/artists?range=all`);
  const link = page.getByRole('rowheader').first().getByRole('link');
  const artist = await link.innerText();
  await link.click();
  await heading(page, artist).waitFor();
  const plays = await figure(allTime(page), 'Plays');
  expect(plays).toBeGreaterThan(100);

  await leaveOut(page).press('Enter');
  const question = dialog(page, artist);
  await question.waitFor();
  const effect = await question.getByText('will no longer be in any figure').innerText();
  expect(readNumber(effect)).toBe(plays);
  expect(await findFaults(page)).toEqual([]);
  await question.getByRole('button', { name: 'Keep' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await countPlays(page)).toBeGreaterThanOrEqual(everything);
  await leaveOut(page).press('Enter');
  await question.getByRole('button', { name: 'Leave out' }).press('Enter');
  const again = page.getByRole('button', { name: `Count again: ${artist}` });
  await again.waitFor();
  expect(await leaveOut(page).count()).toBe(0);
  await expect.poll(() => figure(allTime(page), 'Plays')).toBe(0);
  // Spotify may have named the artist of further tracks meanwhile, and told of a few more plays.
  const answer = await page.request.get(`${demo.address}/api/exclusions`);
  const [exclusion] = ((await answer.json()) as { items: Exclusion[] }).items;
  const difference = (await countPlays(page)) + (exclusion?.plays ?? 0) - everything;
  expect(difference).toBeGreaterThanOrEqual(0);
  expect(difference).toBeLessThan(50);
  const everyPlay = page.getByRole('region', { name: 'Every play' });
  await everyPlay.getByText('not counted: left out').first().waitFor();
  expect(await findFaults(page)).toEqual([]);

  // A track of theirs says with whom it is left out.
  await everyPlay.getByRole('listitem').first().getByRole('link').first().click();
  await page.getByText('with the artist').waitFor();
  await page.getByRole('link', { name: artist, exact: true }).first().waitFor();
  await goTo(page, 'Artists');
  await expect.poll(() => page.getByRole('rowheader').first().innerText()).not.toContain(artist);

  await goTo(page, 'Settings');
  const row = page.getByRole('list', { name: 'Left out of the count' }).getByRole('listitem');
  await row.getByText(artist).waitFor();
  expect(readNumber((await row.innerText()).split(' · ')[1] ?? '')).toBeGreaterThanOrEqual(plays);
  expect(await findFaults(page)).toEqual([]);
  await again.press('Enter');
  await page.getByText('You leave nothing out.').waitFor();
  await expect.poll(() => countPlays(page)).toBeGreaterThanOrEqual(everything);
  expect(faults).toEqual([]);
}, 300_000);

test('a playlist is left out with what is in it, until it is removed', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await stopMonitoring(page);
  const everything = await countPlays(page);
  await goTo(page, 'Playlists');
  const link = page.getByRole('link', { name: 'On repeat' });
  const name = await link.innerText();
  await link.click();
  await heading(page, name).waitFor();
  await leaveOut(page).click();
  const question = dialog(page, name);
  const effect = await question.getByText('will no longer be in any figure').innerText();
  await question.getByRole('button', { name: 'Leave out' }).click();
  await page.getByText('Left out of the count', { exact: true }).waitFor();
  const plays = readNumber(effect);
  await expect.poll(() => countPlays(page)).toBeLessThan(everything - plays / 2);
  expect(await findFaults(page)).toEqual([]);

  await page.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByText('If you have left it out of the count, its plays count again.').waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await heading(page, 'Playlists').waitFor();
  await expect.poll(() => countPlays(page)).toBeGreaterThanOrEqual(everything);
  expect(faults).toEqual([]);
}, 300_000);
