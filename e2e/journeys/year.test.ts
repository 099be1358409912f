import type { YearInReview } from '@analytics/contract/year';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { shareDemo } from '../shared-demo.ts';
import { heading, readNumber } from '../visitor.ts';

const demo = shareDemo();

/** The panel in sight of a year's story. */
const panel = (page: Page, name: string) => page.getByRole('main').getByRole('region', { name, exact: true });

test('a year is told panel by panel, from the latest one back', async () => {
  await using visitor = await demo.welcomeAs('maja');
  const { page, faults } = visitor;
  const answer = await page.request.get(`${demo.address}/api/stats/summary`);
  const { lastPlayedAt } = (await answer.json()) as { lastPlayedAt: string };
  const latest = Number(lastPlayedAt.slice(0, 4));
  await page.getByRole('link', { name: 'Year', exact: true }).click();
  await heading(page, `Your ${latest}`).waitFor();
  // In the first hours of a year the latest one with a play may be over.
  await page.getByText(new RegExp(`^In ${latest} (so far )?you listened for$`)).waitFor();

  await page.getByRole('link', { name: String(latest - 1) }).click();
  await heading(page, `Your ${latest - 1}`).waitFor();
  const told = await page.request.get(`${demo.address}/api/stats/year/${latest - 1}`);
  const review = (await told.json()) as YearInReview;
  const minutes = panel(page, 'Minutes');
  await minutes.waitFor();
  expect(readNumber(await minutes.getByText(/^[\d,]+ minutes$/).innerText())).toBe(
    Math.floor(review.ms / 60_000),
  );

  const isInSight = (name: string) =>
    panel(page, name).evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
  await page.keyboard.press('ArrowRight');
  await page.getByText('2 of 9').waitFor();
  expect(await isInSight('Months')).toBe(true);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('3 of 9').waitFor();
  const [artist] = review.topArtists;
  await panel(page, 'Top artists')
    .getByText(`${artist?.artist.name} was your artist of ${latest - 1}`)
    .waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('2 of 9').waitFor();
  await page.getByRole('button', { name: 'Records' }).click();
  await page.getByText('7 of 9').waitFor();
  expect(await isInSight('Records')).toBe(true);
  await panel(page, 'Records').getByRole('link').first().click();
  await heading(page, 'History').waitFor();
  const rows = page.getByRole('main').getByRole('listitem');
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(review.mostActiveDay?.plays ?? 1);
  expect(faults).toEqual([]);
});

test('a year becomes a picture in either theme', async () => {
  await using visitor = await demo.welcomeAs('maja', { colorScheme: 'dark' });
  const { page, faults } = visitor;
  await page.goto(`${demo.address}/spotify/analytics/year/2024`);
  const place = panel(page, 'Picture');
  const download = place.getByRole('button', { name: 'Download the picture' });
  const pictures = new Map<string, Buffer>();
  for (const theme of ['Dark', 'Light']) {
    await place.getByText(theme, { exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    expect(file.suggestedFilename()).toBe(`my-2024-${theme.toLowerCase()}.png`);
    const bytes = await readFile(await file.path());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1080, 1920]);
    pictures.set(theme, bytes);
    const colour = await place.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const [red, green, blue] = canvas.getContext('2d')?.getImageData(5, 100, 1, 1).data ?? [];
      return [red, green, blue];
    });
    expect(Math.min(...colour.map(Number)) > 128).toBe(theme === 'Light');
  }
  expect(pictures.get('Dark')).not.toEqual(pictures.get('Light'));
  expect(faults).toEqual([]);
});
