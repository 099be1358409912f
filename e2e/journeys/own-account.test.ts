import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, findSpotify, goTo, heading } from '../visitor.ts';

const demo = shareDemo();

const LISTENER = { id: 'ida.everyday', displayName: 'Ida Øyen', historyDays: 20 };

test('an account is connected to Spotify, monitored, disconnected and deleted', async () => {
  await addSpotifyListener();
  await using visitor = await demo.welcome();
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'ida');
  await goTo(page, 'Settings');
  await refuseConsent(page);
  await page.getByRole('link', { name: 'Back to the start page' }).click();
  await page.getByRole('link', { name: 'Go to your dashboard' }).click();
  await goTo(page, 'Settings');

  await page.getByRole('link', { name: 'Connect to Spotify' }).click();
  await page.getByRole('radio', { name: LISTENER.displayName }).check();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText(`Connected as ${LISTENER.displayName}`).waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/analytics/settings`);
  await page.getByRole('button', { name: 'Start the monitoring' }).click();
  await page.getByRole('button', { name: 'Stop the monitoring' }).waitFor();
  await goTo(page, 'Overview');
  await page.getByRole('heading', { name: 'Newest plays' }).waitFor();
  await goTo(page, 'History');
  const plays = page.getByRole('main').getByRole('listitem');
  await plays.first().waitFor();

  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  const disconnect = page.getByRole('alertdialog', { name: 'Disconnect from Spotify?' });
  await disconnect.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('Not connected. Connect to Spotify, and every new play is added by itself.').waitFor();
  await page.getByText('Stopped: connect to Spotify first').waitFor();
  await goTo(page, 'History');
  await plays.first().waitFor();
  expect(await plays.count()).toBeGreaterThan(10);

  await deleteAccount(page);
  // The refusals that the page shows in words.
  expect(faults.filter((fault) => !/status of 40[13] /.test(fault))).toEqual([]);
});

/** Somebody whom no listener of the demo is connected to. */
async function addSpotifyListener() {
  const spotify = await findSpotify(demo.address);
  const response = await fetch(`${spotify}/control/listeners`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LISTENER),
  });
  expect(response.status).toBe(201);
}

async function refuseConsent(page: Page) {
  await page.getByRole('link', { name: 'Connect to Spotify' }).click();
  await page.getByRole('heading', { name: 'Simulated sign-in' }).waitFor();
  await page.getByRole('button', { name: 'Deny' }).click();
  await heading(page, 'Sign-in with Spotify did not work').waitFor();
  expect(new URL(page.url()).origin).toBe(demo.address);
  expect(await page.getByRole('main').innerText()).toMatch(/refused|denied|did not allow|declined/);
}

async function deleteAccount(page: Page) {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Delete the account' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete your account?' });
  const confirm = dialog.getByRole('button', { name: 'Delete everything' });
  expect(await confirm.isEnabled()).toBe(false);
  await dialog.getByLabel('Type ida to confirm').fill('ida');
  await confirm.click();
  await heading(page, 'Analytics for Spotify').waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/`);
  await page.getByLabel('User name').fill('ida');
  await page.getByLabel('Password').fill('password of ida');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/`);
}
