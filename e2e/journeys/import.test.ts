import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { dropFiles } from '../drop-files.ts';
import { writeExport } from '../export-file.ts';
import { controlNetwork } from '../network.ts';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, figure, goTo, heading, readNumber, type Visitor } from '../visitor.ts';

const ROWS = 3_000;

const demo = shareDemo();
let directory: string;
let exportPath: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'analytics-e2e-export-'));
  exportPath = join(directory, 'my_spotify_data.zip');
  await writeExport(exportPath, ROWS);
  return () => rm(directory, { recursive: true });
});

/** Somebody new, on the import page. */
async function welcomeImporter(name: string): Promise<Visitor> {
  const visitor = await demo.welcome();
  await createAccount(visitor.page, demo.address, name);
  await visitor.page.getByRole('link', { name: 'Import an export' }).click();
  await heading(visitor.page, 'Import').waitFor();
  // It comes with the former imports; what is dropped before is not taken.
  await zone(visitor.page).waitFor();
  return visitor;
}

const cardOf = (page: Page, files = 'my_spotify_data.zip'): Locator =>
  page.getByRole('region', { name: `Import of ${files}` });
const title = (place: Page | Locator, name: string | RegExp): Locator =>
  place.getByRole('heading', { level: 2, name });
const zone = (page: Page): Locator => page.getByRole('region', { name: 'Add an export' });
const former = (page: Page): Locator => page.getByRole('region', { name: 'Former imports' });
const choose = (page: Page, paths: string | string[]) => page.getByLabel('Export files').setInputFiles(paths);
const execute = (place: Page | Locator): Locator =>
  place.getByRole('button', { name: /^Import [\d,]+ plays$/ });

test('an export is dropped, looked through, imported, read row by row and taken back', async () => {
  await using visitor = await welcomeImporter('importer');
  const { page, faults } = visitor;
  await dropFiles(page, [exportPath]);
  await title(cardOf(page), 'What is in your export').waitFor();
  await page.reload();
  await title(cardOf(page), 'What is in your export').waitFor();
  await page.locator('canvas').waitFor();
  expect(await findFaults(page)).toEqual([]);

  const toImport = await figure(cardOf(page), 'New to your history');
  const parts = (await cardOf(page).getByRole('definition').allInnerTexts()).map(readNumber);
  expect(parts.pop()).toBe(ROWS);
  expect(parts.reduce((sum, count) => sum + count)).toBe(ROWS);
  const counted = readNumber(
    await cardOf(page).getByRole('term').filter({ hasText: 'New to your history' }).innerText(),
  );
  expect(counted).toBeLessThan(toImport);
  await cardOf(page)
    .getByText(`Add ${toImport.toLocaleString('en-GB')} plays from`)
    .waitFor();

  await execute(page).click();
  await title(cardOf(page), 'Imported').waitFor();
  await page.getByRole('link', { name: 'See the overview' }).click();
  await heading(page, 'Overview').waitFor();
  expect(await figure(page, 'Plays')).toBe(counted);
  await page.goBack();
  await page.getByRole('link', { name: 'See the plays' }).click();
  await heading(page, 'History').waitFor();
  expect(new URL(page.url()).searchParams.get('source')).toBe('import');
  await page.getByRole('button', { name: 'Load more plays' }).waitFor();

  await goTo(page, 'Import');
  await readReceipt(page);
  await goTo(page, 'Import');
  await importAgain(page);
  await undo(page);
  await goTo(page, 'History');
  await page.getByRole('heading', { name: 'No plays yet' }).waitFor();
  expect(faults).toEqual([]);
});

/** Follows each number to its rows, and filters them by the others. */
async function readReceipt(page: Page) {
  await page.getByRole('link', { name: 'Receipt of my_spotify_data.zip' }).click();
  await heading(page, 'Receipt').waitFor();
  const rows = page.getByRole('region', { name: 'Rows left out' });
  const reason = rows.getByLabel('Reason');
  await reason.waitFor();
  const options = (await reason.getByRole('option').allInnerTexts()).slice(1);
  expect(options.length).toBeGreaterThan(2);
  for (const [index, option] of options.entries()) {
    const [, name = '', count = ''] = /^(.*) \(([\d,]+)\)$/.exec(option) ?? [];
    if (index === 0) await cardOf(page).getByRole('link', { name }).click();
    else await reason.selectOption(option);
    const wanted = readNumber(count);
    await rows.getByText(`${Math.min(50, wanted)} of ${wanted.toLocaleString('en-GB')} row`).waitFor();
    expect(await rows.getByRole('listitem').count()).toBe(Math.min(50, wanted));
    for (const row of await rows.getByRole('listitem').allInnerTexts()) expect(row).toContain(name);
  }
  const address = page.url();
  await page.reload();
  await rows.getByRole('listitem').first().waitFor();
  expect(page.url()).toBe(address);
  await reason.selectOption({ index: 0 });
  await rows.getByRole('button', { name: 'Load more rows' }).click();
  await rows.getByText(/^100 of /).waitFor();
}

async function importAgain(page: Page) {
  await choose(page, exportPath);
  await page.getByText('There is nothing new in it, so there is nothing to import.').waitFor();
  expect(await figure(cardOf(page), 'New to your history')).toBe(0);
  expect(await execute(page).count()).toBe(0);
  await cardOf(page).getByRole('link', { name: 'Already in your history' }).click();
  await page.getByRole('button', { name: 'Which play is it?' }).first().click();
  await page.getByRole('link', { name: 'See it in the history' }).waitFor();
  await page.getByRole('button', { name: 'Discard the upload' }).click();
  await page.getByText('They are not kept once an import is undone or discarded.').waitFor();
}

async function undo(page: Page) {
  await goTo(page, 'Import');
  await former(page).getByRole('button', { name: 'Undo the import of my_spotify_data.zip' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Undo the import of my_spotify_data.zip?' });
  expect(await dialog.innerText()).toMatch(/The [\d,]+ plays that it added leave your history/);
  await dialog.getByRole('button', { name: 'Undo the import' }).click();
  await former(page).getByText('Undone: your history is as if it had never been imported').waitFor();
}

describe('an upload', () => {
  test('says before it begins what is no export, and takes the rest of a folder', async () => {
    await using visitor = await welcomeImporter('folder');
    const { page, faults } = visitor;
    const folder = join(directory, 'Spotify Extended Streaming History');
    const sub = join(folder, 'older');
    await mkdir(sub, { recursive: true });
    await writeFile(join(folder, 'ReadMeFirst.pdf'), '%PDF');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files' }).press('Enter');
    await (await chooser).setFiles(join(folder, 'ReadMeFirst.pdf'));
    await zone(page).getByText('There is no export among these files.').waitFor();
    expect(await findFaults(page)).toEqual([]);

    await writeFile(join(folder, '.DS_Store'), 'x');
    await writeFile(join(sub, 'endsong_0.json'), '[');
    await dropFiles(page, [folder]);
    await title(cardOf(page, 'endsong_0.json'), 'This did not work').waitFor();
    expect(await zone(page).innerText()).toMatch(
      /These files stay here; the others are added.\s+ReadMeFirst.pdf/,
    );
    // What to do about it is open, and so it is after a reload.
    await page.getByText('Press “Request data”, then confirm it in the mail').waitFor();
    await page.reload();
    await page.getByText('Press “Request data”, then confirm it in the mail').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await former(page).getByText('Cancelled: nothing was imported').waitFor();
    await page.getByLabel('Export folder').setInputFiles(folder);
    await title(cardOf(page, 'endsong_0.json'), 'This did not work').waitFor();
    expect(faults).toEqual([]);
  });

  test('goes on while other pages are looked at, warns of leaving, and can be stopped and sent again', async () => {
    await using visitor = await welcomeImporter('sender');
    const { page, faults } = visitor;
    const network = await controlNetwork(page);
    await network.limitUpload(20_000);
    await choose(page, exportPath);
    await zone(page)
      .getByText(/^[\d.]+ kB of [\d.]+ kB/)
      .waitFor();
    expect(await findFaults(page)).toEqual([]);
    await goTo(page, 'History');
    const dialog = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const warning = await dialog;
    expect(warning.type()).toBe('beforeunload');
    await warning.dismiss();
    await goTo(page, 'Import');
    await zone(page).getByText('Sending the files').waitFor();
    await page.getByRole('button', { name: 'Stop the upload' }).click();
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    expect((await former(page).count()) + (await cardOf(page).count())).toBe(0);

    await network.cut();
    await choose(page, exportPath);
    await zone(page).getByText('my_spotify_data.zip did not get through.').waitFor();
    await network.restore();
    await page.getByRole('button', { name: 'Send again' }).click();
    await title(cardOf(page), 'What is in your export').waitFor();
    expect(faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });
});

test('uploads wait for their turn, can be cancelled, and look the same from every tab', async () => {
  await using visitor = await welcomeImporter('patient');
  const { context, page, faults } = visitor;
  // The same rows again and again take their time.
  await choose(
    page,
    Array.from({ length: 80 }, () => exportPath),
  );
  const long = cardOf(page, 'my_spotify_data.zip and 79 more files');
  await title(long, 'Looking through your export').waitFor();
  await choose(page, exportPath);
  const short = page.getByRole('region', { name: 'Import of my_spotify_data.zip', exact: true });
  await title(short, 'Waits for its turn').waitFor();
  const other = await context.newPage();
  await other.goto(`${demo.address}/spotify/analytics/import`);
  await title(
    cardOf(other, 'my_spotify_data.zip and 79 more files'),
    'Looking through your export',
  ).waitFor();
  await long.getByRole('button', { name: /^(?:Cancel|Discard the upload)$/ }).click();
  await former(other).getByText('Cancelled: nothing was imported').waitFor();

  await title(short, 'What is in your export').waitFor();
  await execute(short).click();
  await title(page, /^Import(?:ing|ed)$/).waitFor();
  await page.close();
  await title(other, 'Imported').waitFor();
  const again = await context.newPage();
  await again.goto(`${demo.address}/spotify/analytics/import`);
  await title(again, 'Imported').waitFor();
  expect(await findFaults(again)).toEqual([]);
  expect(faults).toEqual([]);
});
