import { join } from 'node:path';
import { launchChromium } from '../e2e/chromium.ts';
import { startDemo } from '../e2e/demo.ts';

/** Makes the pictures of the README from the demo. */

const PICTURES = [
  { name: 'overview-light', colorScheme: 'light', width: 1280, height: 900 },
  { name: 'overview-dark', colorScheme: 'dark', width: 1280, height: 900 },
  { name: 'overview-phone', colorScheme: 'light', width: 360, height: 780 },
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

async function take({ name, colorScheme, width, height }: (typeof PICTURES)[number]) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(`${demo.address}/`);
  await page.getByRole('button', { name: 'Look around as maja' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.waitForLoadState('load');
  // The charts are drawn when their figures are there; events keep the network busy, so there is no quiet to wait for.
  await page.locator('section', { hasText: 'Newest plays' }).locator('li').first().waitFor();
  await page.locator('canvas').first().waitFor();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  console.log(`${name}.png`);
}
