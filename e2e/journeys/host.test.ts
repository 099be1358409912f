import { startSimulator } from '@analytics/simulator/simulator';
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { launchChromium } from '../chromium.ts';
import { startInstance } from '../instance.ts';
import { createAccount, goTo, heading, welcome } from '../visitor.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  return () => browser.close();
});

test('the host of a new instance sets up its Spotify app, and listeners can connect', async () => {
  const simulator = await startSimulator({ clientSecret: null });
  const instance = await startInstance('', {
    SPOTIFY_API_URL: simulator.apiUrl,
    SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
  });
  await using end = new AsyncDisposableStack();
  end.defer(() => simulator.close());
  end.defer(() => instance.close());
  const visitor = end.use(await welcome(browser, instance.address));
  const { page, faults } = visitor;
  await createAccount(page, instance.address, 'hanna');
  await page.getByRole('link', { name: 'Set up the Spotify app' }).click();
  await heading(page, 'Set up the Spotify app').waitFor();
  const redirectUri = `${instance.address}/spotify/loginResponse`;
  await page.getByText(redirectUri, { exact: true }).waitFor();
  await page.getByText('Why not localhost?').click();
  await page.getByText('plain http on a home network are refused').waitFor();
  expect(await findFaults(page)).toEqual([]);

  await page.getByLabel('Client ID').fill('simulated-client-id');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. Listeners can connect now.').waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Client ID').inputValue()).toBe('simulated-client-id');

  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Connect to Spotify' }).click();
  expect(new URL(page.url()).searchParams.get('redirect_uri')).toBe(redirectUri);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('Connected as ').waitFor();
  expect(
    faults.filter((fault) => !fault.startsWith(`request to ${simulator.accountsUrl}/authorize`)),
  ).toEqual([]);
});

test('the host sees how the instance and its listeners fare, and nobody else does', {
  timeout: 180_000,
}, async () => {
  const instance = await startInstance('', {});
  await using end = new AsyncDisposableStack();
  end.defer(() => instance.close());
  const { page, faults } = end.use(await welcome(browser, instance.address));
  await createAccount(page, instance.address, 'hanna');
  const { page: other } = end.use(await welcome(browser, instance.address));
  await createAccount(other, instance.address, 'paul');

  await goTo(page, 'Host');
  const listeners = page.getByRole('table', { name: 'Listeners' });
  await listeners.getByRole('row', { name: 'paul Not connected to Spotify 0' }).waitFor();
  await listeners.getByRole('row', { name: 'hanna host' }).waitFor();
  await page.getByText('Nothing: all is well.').waitFor();
  expect(await page.getByRole('table', { name: 'Workers' }).getByRole('row').count()).toBe(2);
  expect(await findFaults(page)).toEqual([]);
  expect(faults.filter((fault) => !fault.includes('status of 401'))).toEqual([]);

  const closed = page.waitForResponse((response) => response.url().endsWith('/api/instance/registration'));
  await page.getByRole('radio', { name: 'Closed' }).check();
  await closed;
  const { page: stranger } = end.use(await welcome(browser, instance.address));
  await stranger.goto(`${instance.address}/spotify/`);
  await stranger.getByText('No new accounts at the moment').waitFor();
  expect(await stranger.getByRole('button', { name: 'New here: create an account' }).count()).toBe(0);
  await page.reload();
  await expect
    .poll(() => page.getByRole('radio', { name: 'Closed' }).isChecked(), { timeout: 30_000 })
    .toBe(true);

  expect(await other.getByRole('link', { name: 'Host' }).count()).toBe(0);
  await other.goto(`${instance.address}/spotify/analytics/host`);
  await other.getByRole('heading', { name: 'This is for the host' }).waitFor();
});

test('an instance below a path stays below it', async () => {
  const instance = await startInstance('/music', {});
  await using end = new AsyncDisposableStack();
  end.defer(() => instance.close());
  const visitor = end.use(await welcome(browser, instance.address));
  const { context, page, faults } = visitor;
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await createAccount(page, instance.address, 'hanna');
  expect(page.url()).toBe(`${instance.address}/spotify/analytics/`);
  await goTo(page, 'Tracks');
  await page.getByLabel('Period').selectOption('All time');
  await page.getByRole('heading', { name: 'No plays yet' }).waitFor();
  const deep = `${instance.address}/spotify/analytics/tracks?range=all`;
  await expect.poll(() => page.url()).toBe(deep);
  await page.reload();
  await page.getByRole('heading', { name: 'No plays yet' }).waitFor();
  expect(page.url()).toBe(deep);
  for (const name of ['History', 'Artists', 'Albums', 'Import', 'Settings', 'Overview'])
    await goTo(page, name);

  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await page.goto(deep);
  await page.getByLabel('User name').fill('hanna');
  await page.getByLabel('Password').fill('password of hanna');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(page, 'Tracks').waitFor();
  expect(page.url()).toBe(deep);

  expect(requests.length).toBeGreaterThan(30);
  expect(requests.filter((url) => !url.startsWith(`${instance.address}/`))).toEqual([]);
  expect(faults.filter((fault) => !fault.includes('status of 401'))).toEqual([]);
});
