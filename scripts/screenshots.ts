import { join } from 'node:path';
import { launchChromium } from '../e2e/chromium.ts';
import { startDemo } from '../e2e/demo.ts';
import { lookAround, type Visitor, welcome } from '../e2e/visitor.ts';

type Page = Visitor['page'];

/** Makes the pictures of the README from the demo. */

const PICTURES = [
  { name: 'overview-light', colorScheme: 'light', width: 1280, height: 900, open: openOverview },
  { name: 'overview-dark', colorScheme: 'dark', width: 1280, height: 900, open: openOverview },
  { name: 'overview-phone', colorScheme: 'light', width: 360, height: 780, open: openOverview },
  { name: 'artist-phone', colorScheme: 'dark', width: 360, height: 780, open: openArtist },
  { name: 'year-phone', colorScheme: 'dark', width: 360, height: 780, open: openYear },
] as const;
const folder = join(import.meta.dirname, '../docs/images');

const browser = await launchChromium();
const demo = await startDemo();
try {
  for (const picture of PICTURES) await take(picture);
} finally {
  await demo.close();
  await browser.close();
}

async function openOverview(page: Page) {
  await page.locator('section', { hasText: 'Newest plays' }).locator('li').first().waitFor();
  await page.locator('canvas').first().waitFor();
}

async function openArtist(page: Page) {
  await page.goto(`${demo.address}/spotify/analytics/artists?range=all`);
  await page.getByRole('rowheader').first().getByRole('link').click();
  await page.locator('canvas').first().waitFor();
}

async function openYear(page: Page) {
  const lastYear = new Date().getFullYear() - 1;
  await page.goto(`${demo.address}/spotify/analytics/year/${lastYear}`);
  await page.getByText(/ was your artist of /).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
}

async function take({ name, colorScheme, width, height, open }: (typeof PICTURES)[number]) {
  const { page, context } = await welcome(browser, demo.address, {
    viewport: { width, height },
    colorScheme,
  });
  await lookAround(page, demo.address, 'maja');
  await open(page);
  // The charts are drawn when their figures are there; events keep the network busy, so there is no quiet to wait for.
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  console.log(`${name}.png`);
}
