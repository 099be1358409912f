import type { Playlist } from '@analytics/contract/playlist';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { createAccount, figure, goTo, heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

test('a playlist of the own library is chosen, scanned, looked through and removed again', async () => {
  await using visitor = await demo.welcomeAs('teo');
  const { page, faults } = visitor;
  await goTo(page, 'Playlists');
  const watched = page.getByRole('region', { name: 'Watched playlists' });
  await watched.getByRole('link', { name: 'Shared kitchen' }).waitFor();

  await page.getByRole('button', { name: 'Choose from your own playlists' }).click();
  const own = page.getByRole('list', { name: 'Your playlists at Spotify' });
  await own.getByRole('button', { name: 'Watch Ødds & "ends" <b>' }).click();
  const odds = watched.getByRole('link', { name: 'Ødds & "ends" <b>' });
  await odds.click();
  await heading(page, 'Ødds & "ends" <b>').waitFor();
  await page.getByText('local file').first().waitFor();
  await page.getByText('not playable').first().waitFor();
  await page.getByText('and 1 episode').waitFor();
  await page.getByText('Nothing was added or removed since the first scan.').waitFor();
  await page.getByRole('button', { name: 'Scan now: Ødds & "ends" <b>' }).click();
  await page.getByText(/^Scanned/).waitFor();

  await page.getByRole('button', { name: 'Remove Ødds & "ends" <b>' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await heading(page, 'Playlists').waitFor();
  await watched.getByRole('link', { name: 'Shared kitchen' }).waitFor();
  await expect.poll(() => odds.count()).toBe(0);
  expect(faults).toEqual([]);
});

test('the tracks of a playlist are sorted, searched and narrowed down in its address', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const answer = await page.request.get(`${demo.address}/api/playlists`);
  const { items } = (await answer.json()) as { items: Playlist[] };
  const repeat = items.find(({ name }) => name?.startsWith('On repeat'));
  await goTo(page, 'Playlists');
  await page.getByText(/^Spotify does not show you what is in it/).waitFor();
  await page.getByRole('link', { name: 'On repeat 💿' }).click();
  await heading(page, 'On repeat 💿').waitFor();
  const figures = page.getByRole('region', { name: 'All time' });
  await expect.poll(() => figure(figures, 'Tracks')).toBe(repeat?.trackCount);
  expect(await figure(figures, 'Plays')).toBeGreaterThan(0);
  const never = await figure(figures, 'Never played');

  await page.getByText('Show as table').click();
  const weeks = page.getByRole('table', { name: 'When its tracks were last played' });
  await expect.poll(() => weeks.getByRole('row').count()).toBeGreaterThan(1);

  const tracks = page.getByRole('region', { name: 'Tracks' });
  const pages = tracks.getByRole('navigation', { name: 'Pages of this list' });
  const count = async () => readNumber((await pages.innerText()).split(' of ')[1] ?? '');
  await expect.poll(count).toBe(repeat?.trackCount);
  await tracks.getByRole('button', { name: 'Next' }).click();
  await tracks.getByText('51–100 of').waitFor();
  await tracks.getByRole('columnheader', { name: 'Plays' }).getByRole('button').press('Enter');
  await expect.poll(() => new URL(page.url()).search).toBe('?sort=plays&order=desc');
  const plays = async () =>
    (await tracks.getByRole('row').nth(1).getByRole('cell').nth(1).innerText()).trim();
  await expect.poll(async () => readNumber(await plays())).toBeGreaterThan(1);

  await tracks.getByLabel('Played').selectOption('Never played');
  const none = tracks.getByRole('heading', { name: 'No track of it is like that' });
  if (never === 0) await none.waitFor();
  else await expect.poll(plays).toMatch(/^0/);
  await tracks.getByLabel('Played').selectOption('Played or not');
  const first = tracks.getByRole('rowheader').first().getByRole('link');
  const name = await first.innerText();
  await tracks.getByLabel('Search this playlist').fill(name);
  await expect.poll(count).toBeLessThan(repeat?.trackCount ?? 0);
  await first.press('Enter');
  await heading(page, name).waitFor();
  await page.goBack();
  await heading(page, 'On repeat 💿').waitFor();
  expect(await tracks.getByLabel('Search this playlist').inputValue()).toBe(name);
  expect(faults).toEqual([]);
});

test('an address that is none is refused, and what one does not watch is not found', async () => {
  await using visitor = await demo.welcomeAs('noor');
  const { page } = visitor;
  await goTo(page, 'Playlists');
  await page.getByLabel('Address, URI or id').fill('https://example.com/playlist');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'This is no playlist.' }).waitFor();
  await page.getByLabel('Address, URI or id').fill('spotify:playlist:0000000000000000000000');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  const unknown = page.getByRole('listitem').filter({ hasText: 'Playlist 0000000000000000000000' });
  await unknown.getByText('Spotify knows no such playlist').waitFor();
  await page.goto(`${demo.address}/spotify/analytics/playlists/999999`);
  await heading(page, 'Playlist not found').waitFor();
  await page.getByRole('link', { name: 'All playlists' }).click();
  await heading(page, 'Playlists').waitFor();
});

test('who is not connected to Spotify is told to connect', async () => {
  await using visitor = await demo.welcome();
  const { page, faults } = visitor;
  await createAccount(page, demo.address, 'nina');
  await goTo(page, 'Playlists');
  await page.getByRole('heading', { name: 'Connect to Spotify to watch playlists' }).waitFor();
  await page.getByRole('link', { name: 'Open the settings' }).click();
  await heading(page, 'Settings').waitFor();
  expect(faults).toEqual([]);
});
