import type { CountingRuleEffect } from '@analytics/contract/account';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, figure, goTo, heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

async function ask<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(demo.address + path)).json()) as T;
}

test('mode, time zone and week start are changed, and the pages follow on one stream of events', async () => {
  await using visitor = await demo.welcomeAs('teo');
  const { page, faults } = visitor;
  const streams: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/events')) streams.push(request.url());
  });
  await page.getByRole('link', { name: 'Monitored in history mode' }).click();
  await heading(page, 'Settings').waitFor();
  await page.getByText('at your last 50 plays every 20 minutes').waitFor();
  await page.getByRole('radio', { name: 'Realtime' }).check();
  await page.getByText('at what plays every 5 s').waitFor();
  await page.getByRole('button', { name: 'Stop the monitoring' }).click();
  await page.getByText('Stopped', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Start the monitoring' }).click();
  await page.getByText(/^Running/).waitFor();

  await page.getByLabel('Time zone').selectOption('Port Moresby');
  await page.getByRole('button', { name: 'Reckon in this time zone' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await ask(page, '/api/account')).toMatchObject({ timezone: 'Pacific/Port_Moresby' });

  const weeks = page.getByRole('group', { name: 'Weeks begin on' });
  await weeks.getByText('Sunday').click();
  await page.getByText('Saved.').nth(1).waitFor();
  const listWeeks = () => ask<{ date: string }[]>(page, '/api/stats/daily?unit=week');
  // A job makes the figures anew; the old ones are shown meanwhile.
  await expect.poll(async () => new Date((await listWeeks()).at(-1)?.date ?? '').getUTCDay()).toBe(0);
  await goTo(page, 'Overview');
  await page.getByRole('link', { name: 'Monitored in realtime mode' }).waitFor();
  await page.locator('section', { hasText: 'Plays per week' }).getByText('Show as table').click();
  const table = page.getByRole('table', { name: 'Listening: ' });
  const lastWeek = await table.getByRole('rowheader').last().innerText();
  const dates = await listWeeks();
  expect(lastWeek).toContain(String(Number(dates.at(-1)?.date.slice(8))));
  expect(streams).toEqual([]);
  expect(faults).toEqual([]);
});

test('the effect of a counting rule is told before it is applied, and all figures follow', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Stop the monitoring' }).click();
  await page.getByText('Stopped', { exact: true }).waitFor();
  const rule = (name: string) => page.getByRole('radio', { name, exact: true });
  const effect = page.getByText(' would count instead of ');
  await rule('Half the track').check();
  await effect.waitFor();
  const [then, now] = (await effect.innerText()).split(' instead of ').map(readNumber);
  expect(then).not.toBe(now);
  await page.getByRole('button', { name: 'Leave it as it is' }).click();
  await effect.waitFor({ state: 'detached' });
  await expect.poll(() => rule('30 seconds').isChecked()).toBe(true);

  await rule('Half the track').check();
  await page.getByRole('button', { name: 'Count by this rule' }).click();
  const pending = page.getByText('Your figures are being made anew.');
  await pending.waitFor();
  await pending.waitFor({ state: 'detached' });
  // Lengths that are filled in meanwhile decide about more plays.
  await expect
    .poll(async () => {
      const { items } = await ask<{ items: CountingRuleEffect[] }>(page, '/api/account/counting-rules');
      const { plays } = await ask<{ plays: number }>(page, '/api/stats/summary');
      return items.find(({ countingRule }) => countingRule === 'half-track')?.plays === plays;
    })
    .toBe(true);
  await goTo(page, 'Overview');
  await page.getByLabel('Period').selectOption('All time');
  await expect
    .poll(async () => {
      await page.reload();
      const shown = await figure(page.getByRole('region', { name: 'Key figures' }), 'Plays');
      return shown === (await ask<{ plays: number }>(page, '/api/stats/summary')).plays;
    })
    .toBe(true);
  expect(faults).toEqual([]);
});

test('a calendar tells what is known of each day', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await goTo(page, 'Settings');
  await page.getByLabel('Year').selectOption('2024');
  const calendar = page.getByRole('slider', { name: 'What is known of 2024' });
  await calendar.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => calendar.getAttribute('aria-valuetext')).toContain('1 January 2024: Imported');
  await page.getByText('Show as table').click();
  const table = page.getByRole('table', { name: 'What is known of 2024' });
  await table.getByRole('cell', { name: 'Imported' }).waitFor();
  expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
    expect.stringMatching(/^1 Jan.*31 Dec 2024$/),
  ]);
  expect(faults).toEqual([]);
});

test('a new password ends the other sessions, and this one goes on with its events', async () => {
  await using visitor = await demo.welcome();
  await using elsewhere = await demo.welcome();
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'pia');
  const credentials = { username: 'pia', password: 'password of pia' };
  await elsewhere.page.request.post(`${demo.address}/api/session`, { data: credentials });
  await goTo(page, 'Settings');
  const change = async (current: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill('another password');
    await page.getByRole('button', { name: 'Change the password' }).click();
  };
  await change('a wrong guess');
  await page.getByText('The current password is wrong. Nothing was changed.').waitFor();
  const resumed = page.waitForResponse((response) => response.url().endsWith('/api/events') && response.ok());
  await change(credentials.password);
  await page.getByText('Changed. Every other session of yours has ended.').waitFor();
  await resumed;
  expect((await elsewhere.page.request.get(`${demo.address}/api/session`)).status()).toBe(401);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('User name').fill('pia');
  await page.getByLabel('Password').fill('another password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(page, 'Overview').waitFor();
  expect(faults.filter((fault) => !/status of 40[13] /.test(fault))).toEqual([]);
});

test('a token is made for a script, shown once, and revoked', async () => {
  await using visitor = await demo.welcome();
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'tom');
  await goTo(page, 'Settings');
  const section = page.locator('section', { hasText: 'Access for scripts' });
  await section.getByText('You have no tokens.').waitFor();
  await section.getByLabel('What the token is for').fill('nightly copy');
  await section.getByRole('button', { name: 'Make a token' }).click();
  const token = await section.getByText(/^afs_/).innerText();
  await section.getByText('Reading only · made on').getByText('never used').waitFor();
  const authorization = `Bearer ${token}`;
  const statusOf = async (method = 'GET') =>
    (await fetch(`${demo.address}/api/account`, { method, headers: { authorization } })).status;
  expect([await statusOf(), await statusOf('DELETE')]).toEqual([200, 403]);

  await page.reload();
  await section.getByText('last used just now').waitFor();
  expect(await page.content()).not.toContain('afs_');
  await section.getByRole('button', { name: 'Revoke nightly copy' }).click();
  const question = page.getByRole('alertdialog', { name: 'Revoke nightly copy?' });
  await question.getByRole('button', { name: 'Revoke' }).click();
  await section.getByText('You have no tokens.').waitFor();
  expect(await statusOf()).toBe(401);
  expect(faults).toEqual([]);
});

test('strangers see the instance in figures and charts, and its lists as long as the host wants', async () => {
  await using visitor = await demo.welcomeAs('maja');
  await using stranger = await demo.welcome();
  const { page } = stranger;
  await page.goto(`${demo.address}/`);
  const { updatedAt } = await ask<{ updatedAt: string }>(page, '/api/global/summary');
  expect(await figure(page, 'Plays')).toBeGreaterThan(10_000);
  expect(await page.getByRole('time').first().getAttribute('datetime')).toBe(updatedAt);
  await page.getByRole('slider', { name: 'Listening on this instance' }).waitFor();
  const hours = page.locator('section', { hasText: 'Hours of the day' });
  await hours.getByText('Show as table').click();
  expect(await hours.getByRole('rowheader').count()).toBe(24);
  const lists = page.getByRole('heading', { name: 'Most played on this instance' });
  await lists.waitFor();

  await goTo(visitor.page, 'Settings');
  const shown = visitor.page.getByRole('checkbox', { name: 'Show on the start page' });
  await shown.uncheck();
  await expect.poll(async () => (await ask<{ shown: boolean }>(page, '/api/global/top')).shown).toBe(false);
  await page.reload();
  await hours.getByRole('slider').waitFor();
  await expect.poll(() => lists.count()).toBe(0);
  expect(await page.getByRole('main').innerText()).not.toMatch(/Most played/);
  expect([...visitor.faults, ...stranger.faults]).toEqual([]);
});
