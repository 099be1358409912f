import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { shareDemo } from '../shared-demo.ts';
import { figure, goTo, heading } from '../visitor.ts';

const demo = shareDemo();

const queryOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams);
const isFocused = (place: Locator) => place.evaluate((element) => element === document.activeElement);

test('the period goes along to every page, and back and forward through what was chosen', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const period = page.getByLabel('Period');
  await period.selectOption('2024');
  await expect.poll(() => queryOf(page)).toEqual({ range: '2024' });
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect.poll(() => queryOf(page)).toEqual({ range: '2023' });
  expect(await period.inputValue()).toBe('2023');
  await page.getByText('Compared with 2022').waitFor();

  for (const name of ['Settings', 'Import', 'Albums', 'Playlists', 'History', 'Overview']) {
    await goTo(page, name);
    expect(queryOf(page)).toEqual({ range: '2023' });
    expect(await isFocused(heading(page, name))).toBe(true);
  }
  await period.selectOption('Last 30 days');
  await expect.poll(() => queryOf(page)).toEqual({ range: '30-days' });
  await page.goBack();
  await expect.poll(() => period.inputValue()).toBe('2023');
  await page.goForward();
  await expect.poll(() => period.inputValue()).toBe('30-days');
  const later = page.getByRole('button', { name: 'Later' });
  expect(await later.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect.poll(() => Object.keys(queryOf(page))).toEqual(['from', 'to']);
  // On some days of the year the 30 days before these are a whole month, and go by its name.
  await page
    .getByText(/^Compared with (the 30 days before: .+|(April|June|September|November) \d{4}$)/)
    .waitFor();
  await expect.poll(() => later.getAttribute('aria-disabled')).not.toBe('true');
  await later.click();
  await expect.poll(() => later.getAttribute('aria-disabled')).toBe('true');
  expect(faults).toEqual([]);
});

test('nonsense in an address does not reach the server', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/analytics/?range=century&from=2025-13-01&unit=decade`);
  await heading(page, 'Overview').waitFor();
  expect(await page.getByLabel('Period').inputValue()).toBe('12-months');
  await figure(page.getByRole('region', { name: 'Key figures' }), 'Plays');
  expect(faults).toEqual([]);
});

describe('the search', () => {
  test('finds an artist and a track by keyboard, from any page', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    await goTo(page, 'Settings');
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.waitFor();
    await page.keyboard.type('kovarik');
    const artists = dialog.getByRole('region', { name: 'Artists' });
    await artists.getByRole('link', { name: 'Kovařík' }).first().waitFor();
    const name = await artists.getByRole('link').first().innerText();
    await page.keyboard.press('Enter');
    await heading(page, name).waitFor();
    expect(queryOf(page)).toEqual({ range: 'all' });
    await dialog.waitFor({ state: 'detached' });

    const track = await page
      .getByRole('main')
      .getByRole('listitem')
      .first()
      .getByRole('link')
      .first()
      .innerText();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.keyboard.type(track);
    const tracks = dialog.getByRole('region', { name: 'Tracks' });
    const line = tracks.getByRole('link', { name: track }).first();
    await line.waitFor();
    for (let steps = 0; steps < 20 && !(await isFocused(line)); steps++)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading(page, track).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/tracks\/\d+$/);
    expect(faults).toEqual([]);
  });

  test('says when there is nothing, is left with Escape, and is accessible', async () => {
    await using visitor = await demo.welcomeAs('maja');
    const { page, faults } = visitor;
    const button = page.getByRole('button', { name: 'Search', exact: true });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('link', { name: 'Settings' }).waitFor();
    await page.keyboard.type('ma');
    await dialog.getByRole('region', { name: 'Albums' }).waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.keyboard.type(' nobody of this name');
    await dialog.getByText('Nothing that you have played').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await isFocused(button)).toBe(true);
    expect(faults).toEqual([]);
  });
});

test('on a phone, the pages that the bar has no room for are in a sheet', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  await page.setViewportSize({ width: 360, height: 780 });
  const settings = page.getByRole('link', { name: 'Settings' });
  expect(await settings.isVisible()).toBe(false);
  const more = page.getByRole('button', { name: 'More' });
  await more.click();
  await settings.waitFor();
  expect(await findFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.keyboard.press('Escape');
  await settings.waitFor({ state: 'hidden' });
  await more.press('Enter');
  await settings.click();
  await heading(page, 'Settings').waitFor();
  expect(await settings.isVisible()).toBe(false);
  expect(faults).toEqual([]);
});

test('what could not be loaded is tried again in its place', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page } = visitor;
  const broken = '**/api/imports?*';
  await page.route(broken, (route) => route.fulfill({ status: 500, body: '' }));
  await goTo(page, 'Import');
  const problem = page.getByRole('alert').filter({ hasText: 'This could not be loaded.' });
  await problem.waitFor();
  await page.unroute(broken);
  await problem.getByRole('button', { name: 'Try again' }).click();
  await problem.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Receipt of maja.zip' }).waitFor();
});

test('it can be installed, and says so when it is offline', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { context, page, faults } = visitor;
  const manifest = await page.request.get(`${demo.address}/site.webmanifest`);
  const { icons } = (await manifest.json()) as { icons: { src: string }[] };
  for (const { src } of icons) {
    const icon = await page.request.get(`${demo.address}/${src}`);
    expect(icon.headers()['content-type']).toMatch(/^image\//);
  }
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await heading(page, 'Overview').waitFor();
  expect(faults).toEqual([]);

  await context.setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.goto(`${demo.address}/spotify/analytics/tracks?range=all`);
  await heading(page, 'You are offline').waitFor();
  expect(page.url()).toBe(`${demo.address}/spotify/analytics/tracks?range=all`);
  await context.setOffline(false);
  await heading(page, 'Tracks').waitFor();
});
