import type { Behaviour, SessionsAnswer } from '@analytics/contract/habits';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, goTo, heading } from '../visitor.ts';

const demo = shareDemo();

test('the habits of a period are told, and its sessions put into another order', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const ask = async <T>(path: string) =>
    (await (await page.request.get(`${demo.address}/api/stats/${path}`)).json()) as T;
  const main = page.getByRole('main');
  const year = 'from=2023-01-01&to=2024-01-01';
  await goTo(page, 'Habits');
  await page.getByLabel('Period').selectOption('2023');
  const { skips } = await ask<Behaviour>(`behaviour?${year}`);
  expect(skips.yes).toBeGreaterThan(0);
  const known = (skips.yes + skips.no).toLocaleString('en-GB');
  await main.getByText(`${skips.yes.toLocaleString('en-GB')} of ${known} plays`).waitFor();

  const counts = main.getByRole('slider', { name: 'How often tracks are played: ' });
  await counts.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => counts.getAttribute('aria-valuetext')).toMatch(/^Played 1 time: .* tracks/);
  await main.getByText('Top ten', { exact: true }).click();
  await main.getByText('Part of the plays that the ten most played artists have per week').waitFor();

  const rows = main.getByRole('table', { name: 'Longest sessions' }).getByRole('row');
  const [longest] = (await ask<SessionsAnswer>(`sessions?${year}&limit=1`)).items;
  await expect.poll(() => rows.nth(1).innerText()).toContain(String(longest?.plays));
  await main.getByText('Latest', { exact: true }).click();
  const [latest] = (await ask<SessionsAnswer>(`sessions?${year}&limit=1&sort=startedAt`)).items;
  const first = main.getByRole('table', { name: 'Latest sessions' }).getByRole('row').nth(1);
  await expect.poll(() => first.innerText()).toContain('Dec 2023');
  expect(page.url()).toContain('?range=2023&artists=top-ten&sessions=startedAt');
  await page.reload();
  await first.getByRole('link').click();
  await heading(page, 'History').waitFor();
  const ends = main.locator(`time[datetime="${latest?.endedAt}"]`);
  await ends.first().waitFor();
  expect(faults).toEqual([]);
});

test('who has no history yet is told where one comes from', async () => {
  await using visitor = await demo.welcome();
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
