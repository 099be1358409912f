import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WIDTHS = [1280, 360];
/** The rules of axe that the theme can break; all others are looked at in the light one only, which saves half of the time. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page in both themes, on a desk and on a phone, and whether it has to be scrolled sideways. The page has to
 * be in the automatic theme.
 */
export async function findFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
      // Its other mode opens a page of its own for every look, for the sake of foreign frames, of which there are none.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (theme === 'light' ? axe : axe.withRules(COLOUR_RULES)).analyze();
      for (const { id, nodes } of violations) {
        const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
        faults.push(`${theme}, ${width} px, ${id}: ${places.join('; ')}`);
      }
    }
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (excess > 0) faults.push(`${width} px: ${excess} px too wide`);
  }
  return faults;
}
