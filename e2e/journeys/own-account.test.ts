import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { startDemo } from '../demo.ts';
import { writeExport } from '../export-file.ts';
import type { ServerProcess } from '../server-process.ts';
import { createAccount, figure, findSpotify, goTo, heading, readNumber, welcome } from '../visitor.ts';

const ROWS = 3_000;

let demo: ServerProcess;
let browser: Browser;
let exportPath: string;
beforeAll(async () => {
  demo = await startDemo();
  return () => demo.close();
});
beforeAll(async () => {
  browser = await launchChromium();
  return () => browser.close();
});
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-e2e-export-'));
  exportPath = join(directory, 'my_spotify_data.zip');
  await writeExport(exportPath, ROWS);
  return () => rm(directory, { recursive: true });
});

const current = (page: Page) => page.getByRole('region', { name: 'Import of my_spotify_data.zip' });
const upload = (page: Page) => page.getByLabel('Export files').setInputFiles(exportPath);

test('an export is looked through, imported, read row by row and taken back', async () => {
  await using visitor = await welcome(browser, demo.address);
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'importer');
  await page.getByText('No plays yet.').waitFor();
  await page.getByRole('link', { name: 'Import an export' }).click();
  await heading(page, 'Import').waitFor();
  await upload(page);
  await page.getByRole('heading', { name: 'What is in your export' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'What is in your export' }).waitFor();

  const toImport = await figure(current(page), 'New to your history');
  const verdicts = (await current(page).getByRole('definition').allInnerTexts()).map(readNumber);
  expect(verdicts.reduce((sum, count) => sum + count)).toBe(ROWS);
  const newPlays = current(page).getByRole('term').filter({ hasText: 'New to your history' });
  const short = readNumber((await newPlays.innerText()).replace(/^.*will be imported;/s, ''));
  expect(short).toBeGreaterThan(100);
  await page.getByRole('button', { name: /^Import [\d,]+ plays$/ }).click();
  await page.getByRole('heading', { name: 'Your plays are here' }).waitFor();
  await page.getByRole('link', { name: 'See them in your dashboard' }).click();
  await heading(page, 'Overview').waitFor();
  await expect.poll(() => figure(page, 'Plays')).toBe(toImport - short);
  await goTo(page, 'History');
  await page.getByRole('button', { name: 'Load more plays' }).waitFor();
  await page.getByLabel('Source').selectOption('From Spotify’s recent plays');
  await page.getByRole('heading', { name: 'No plays here' }).waitFor();

  await goTo(page, 'Import');
  await readReceipt(page);
  await importAgain(page);
  await undo(page);
  await goTo(page, 'History');
  await page.getByRole('heading', { name: 'No plays here' }).waitFor();
  await goTo(page, 'Overview');
  await page.getByText('No plays yet.').waitFor();
  expect(faults).toEqual([]);
});

/** Filters the receipt of the first import by each of its reasons. */
async function readReceipt(page: Page) {
  await page.getByText('Details', { exact: true }).click();
  const receipt = page.getByRole('region', { name: 'Rows that were not imported' });
  const reason = receipt.getByLabel('Reason');
  await reason.waitFor();
  const options = (await reason.getByRole('option').allInnerTexts()).slice(1);
  expect(options.length).toBeGreaterThan(2);
  for (const option of options) {
    await reason.selectOption(option);
    const [, name = '', count = ''] = /^(.*) \(([\d,]+)\)$/.exec(option) ?? [];
    const rows = receipt.getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(Math.min(50, readNumber(count)));
    for (const row of await rows.allInnerTexts()) expect(row).toContain(name);
  }
}

async function importAgain(page: Page) {
  await upload(page);
  await page.getByText('There is nothing new in it, so there is nothing to import.').waitFor();
  expect(await figure(current(page), 'New to your history')).toBe(0);
  expect(await page.getByRole('button', { name: /^Import / }).count()).toBe(0);
  await page.getByRole('button', { name: 'Discard the upload' }).click();
  await page.getByText('Cancelled or discarded: nothing was imported').waitFor();
}

async function undo(page: Page) {
  await page.getByRole('button', { name: 'Undo this import' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Undo the import of my_spotify_data.zip?' });
  await dialog.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('Undone: everything that it had added is gone again').waitFor();
}

const LISTENER = { id: 'ida.everyday', displayName: 'Ida Øyen', historyDays: 20 };

test('an account is connected to Spotify, monitored, disconnected and deleted', async () => {
  await addSpotifyListener();
  await using visitor = await welcome(browser, demo.address);
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
  await page.getByRole('heading', { name: 'Newest plays' }).waitFor({ timeout: 30_000 });
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
