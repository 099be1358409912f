import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of axe that the theme can break. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** Every width and every theme has all rules once, and every theme at every width those of colours. */
const LOOKS = [
  { width: 360, theme: 'light', runOnly: COLOUR_RULES },
  { width: 360, theme: 'dark' },
  { width: 1280, theme: 'dark', runOnly: COLOUR_RULES },
  { width: 1280, theme: 'light' },
] as const;

/**
 * What axe finds on a page in both themes, on a desk and on a phone, and whether it has to be scrolled sideways. The page has to
 * be in the automatic theme, and is on a desk in the light one afterwards.
 */
export async function findFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  for (const { width, theme, ...rules } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    // Charts follow the theme and the width when the page is painted next.
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
    for (const { id, nodes } of await atRest(page, () => findViolations(page, rules))) {
      const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
      faults.push(`${theme}, ${width} px, ${id}: ${places.join('; ')}`);
    }
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (excess > 0) faults.push(`${theme}, ${width} px: ${excess} px too wide`);
  }
  return faults;
}

/** Looks while nothing on the page is being loaded anew: what is old by then is dimmed, and read by nobody. */
async function atRest<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const isAtRest = () =>
    !document.querySelector('[aria-busy="true"]') &&
    document.getAnimations().every(({ playState }) => playState === 'finished');
  for (;;) {
    await page.waitForFunction(isAtRest);
    const seen = await look();
    if (await page.evaluate(isAtRest)) return seen;
  }
}

function findViolations(page: Page, rules: { runOnly?: readonly string[] }): Promise<axe.Result[]> {
  const options = { ...rules, resultTypes: ['violations'] } as axe.RunOptions;
  return page.evaluate(async (chosen) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    return (await run(document, chosen)).violations;
  }, options);
}
