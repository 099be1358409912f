import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WIDTHS = [1280, 360];
const THEMES = ['light', 'dark'] as const;

/**
 * What axe finds on a page in both themes, on a desk and on a phone, and whether it has to be scrolled sideways. The page has to
 * be in the automatic theme.
 */
export async function findFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) {
        const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
        faults.push(`${theme}, ${width} px, ${id}: ${places.join('; ')}`);
      }
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) faults.push(`${width} px: ${wide} px too wide`);
  }
  return faults;
}
