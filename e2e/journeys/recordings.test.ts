import type { TrackDetail } from '@analytics/contract/detail';
import type { Track, TrackRow } from '@analytics/contract/track';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { shareDemo } from '../shared-demo.ts';
import { figure, goTo, heading } from '../visitor.ts';

const demo = shareDemo();

const allTime = (page: Page) => page.getByRole('region', { name: 'All time' });
const decided = (page: Page) => page.getByRole('region', { name: 'Decided by hand' });

async function ask<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(demo.address + path)).json()) as T;
}

test('tracks are joined by hand, split again, and every decision is taken back', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const leaders = await ask<{ items: TrackRow[] }>(page, '/api/tracks?limit=2');
  const [first, second] = leaders.items.map(({ track }) => track);
  if (!first || !second) throw new Error('nothing was played');
  const playsOf = async ({ id }: Track) => (await ask<TrackDetail>(page, `/api/tracks/${id}`)).plays;
  const apart = { first: await playsOf(first), second: await playsOf(second) };

  // From the page of one of them, by the name of the other.
  await page.goto(`${demo.address}/spotify/analytics/tracks/${first.id}`);
  await heading(page, first.name).waitFor();
  await page.getByRole('button', { name: 'Join with another track' }).press('Enter');
  await page.getByLabel('Search your tracks').fill(second.name);
  const candidates = page.getByRole('list', { name: 'Tracks to join with' });
  await candidates
    .getByRole('button', { name: `Join with ${second.name} by ` })
    .first()
    .press('Enter');
  await candidates.waitFor({ state: 'detached' });
  await page.getByText('Why these are one, and how to split them').waitFor();
  // Something may be played meanwhile.
  await expect.poll(() => figure(allTime(page), 'Plays')).toBeGreaterThanOrEqual(apart.first + apart.second);
  expect(await findFaults(page)).toEqual([]);

  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Joined tracks' }).press('Enter');
  await heading(page, 'Joined tracks').waitFor();
  await page.getByLabel('Search joined tracks').fill(second.name);
  const row = page
    .getByRole('listitem')
    .filter({ hasText: 'joined by hand' })
    .filter({ hasText: second.name });
  await row.getByRole('button', { name: 'Split off ' }).first().waitFor();
  await decided(page).getByText('by you on').waitFor();
  expect(await findFaults(page)).toEqual([]);
  await row.getByRole('button', { name: 'Split off ' }).first().press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Split off' }).press('Enter');
  await decided(page).getByText('Split', { exact: true }).waitFor();
  // Both count by themselves at once.
  expect(await playsOf(second)).toBeLessThan(apart.first + apart.second);

  const takeBack = decided(page).getByRole('button', { name: 'Take back: ' });
  await expect.poll(() => takeBack.count()).toBe(2);
  await takeBack.first().press('Enter');
  await expect.poll(() => takeBack.count()).toBe(1);
  expect(await playsOf(second)).toBeGreaterThanOrEqual(apart.first + apart.second);
  await takeBack.first().press('Enter');
  await page.getByText('Nothing was joined or split by hand.').waitFor();
  expect(await playsOf(second)).toBeLessThan(apart.first + apart.second);
  expect(faults).toEqual([]);
}, 300_000);
