import type { Behaviour, SessionsAnswer } from '@analytics/contract/habits';
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { startDemo } from '../demo.ts';
import type { ServerProcess } from '../server-process.ts';
import { createAccount, goTo, heading, lookAround, welcome } from '../visitor.ts';

/** For a machine that has much else to do. */
const patience = { timeout: 15_000 };

let demo: ServerProcess;
let browser: Browser;
beforeAll(async () => {
  demo = await startDemo();
  return () => demo.close();
});
beforeAll(async () => {
  browser = await launchChromium();
  return () => browser.close();
});

test('the habits of a period are told, and its sessions put into another order', async () => {
  await using visitor = await welcome(browser, demo.address);
  const { page, faults } = visitor;
  const ask = async <T>(path: string) =>
    (await (await page.request.get(`${demo.address}/api/stats/${path}`)).json()) as T;
  const main = page.getByRole('main');
  const year = 'from=2023-01-01&to=2024-01-01';
  await lookAround(page, demo.address, 'maja');
  await goTo(page, 'Habits');
  await page.getByLabel('Period').selectOption('2023');
  const { skips } = await ask<Behaviour>(`behaviour?${year}`);
  expect(skips.yes).toBeGreaterThan(0);
  const known = (skips.yes + skips.no).toLocaleString('en-GB');
  await main.getByText(`${skips.yes.toLocaleString('en-GB')} of ${known} plays`).waitFor();

  const counts = main.getByRole('slider', { name: 'How often tracks are played: ' });
  await counts.focus();
  await page.keyboard.press('Home');
  await expect
    .poll(() => counts.getAttribute('aria-valuetext'), patience)
    .toMatch(/^Played 1 time: .* tracks/);
  await main.getByText('Top ten', { exact: true }).click();
  await main.getByText('Part of the plays that the ten most played artists have per week').waitFor();

  const rows = main.getByRole('table', { name: 'Longest sessions' }).getByRole('row');
  const [longest] = (await ask<SessionsAnswer>(`sessions?${year}&limit=1`)).items;
  await expect.poll(() => rows.nth(1).innerText(), patience).toContain(String(longest?.plays));
  await main.getByText('Latest', { exact: true }).click();
  const [latest] = (await ask<SessionsAnswer>(`sessions?${year}&limit=1&sort=startedAt`)).items;
  const first = main.getByRole('table', { name: 'Latest sessions' }).getByRole('row').nth(1);
  await expect.poll(() => first.innerText(), patience).toContain('Dec 2023');
  expect(page.url()).toContain('?range=2023&artists=top-ten&sessions=startedAt');
  await page.reload();
  await first.getByRole('link').click();
  await heading(page, 'History').waitFor();
  const ends = main.locator(`time[datetime="${latest?.endedAt}"]`);
  await ends.first().waitFor();
  expect(faults).toEqual([]);
});

test('who has no history yet is told where one comes from', async () => {
  await using visitor = await welcome(browser, demo.address);
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'newcomer');
  for (const [name, title] of [
    ['Habits', 'Habits'],
    ['Year', 'Your year'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name }).click();
    await heading(page, title).waitFor();
    await page.getByRole('heading', { name: 'No plays yet' }).waitFor();
  }
  await page.getByRole('link', { name: 'Import your history' }).click();
  await heading(page, 'Import').waitFor();
  expect(faults).toEqual([]);
});
