import type { Page, Response } from 'playwright-core';

/** A page that has not changed for so long is taken as complete; a slowed one pauses now and then. */
const QUIET_MS = 2_000;
const LOOK_EVERY_MS = 200;
const LONGEST_MS = 60_000;

/** Keeps in `lastChangeAt` when what the page shows changed last, in ms since the navigation began, as painted. */
const WATCH_CHANGES = `
  lastChangeAt = 0;
  new MutationObserver(() => {
    requestAnimationFrame(() => setTimeout(() => { lastChangeAt = performance.now(); }));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
`;

/** What it took to show a page. */
export interface PageLoad {
  /** From the navigation until nothing changed any more, in ms. */
  completeMs: number;
  /** From the navigation until there was something to read, in ms. */
  firstPaintMs: number;
  /** Bytes of script that came over the wire, compressed. */
  scriptBytes: number;
  requests: number;
}

/** Slows the page's processor down by a factor, from its next navigation on. */
export async function throttle(page: Page, factor: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: factor });
  await page.addInitScript({ content: WATCH_CHANGES });
}

/**
 * Opens an address in a page that `throttle` has prepared, and waits until it is complete.
 * @throws Error when an answer is an error, or when it still changes after a minute
 */
export async function load(page: Page, address: string): Promise<PageLoad> {
  const responses: Response[] = [];
  const listen = (response: Response) => responses.push(response);
  page.on('response', listen);
  await page.goto(address);
  for (;;) {
    const quietMs = await page.evaluate<number>('lastChangeAt === 0 ? 0 : performance.now() - lastChangeAt');
    if (quietMs >= QUIET_MS) break;
    if ((await page.evaluate<number>('performance.now()')) > LONGEST_MS)
      throw new Error(`${address} is never complete.`);
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
  page.off('response', listen);
  const failed = responses.find((response) => response.status() >= 400);
  if (failed !== undefined) throw new Error(`${failed.url()}: ${failed.status()}`);
  const scripts = responses.filter((response) => response.request().resourceType() === 'script');
  const sizes = await Promise.all(scripts.map((script) => script.request().sizes()));
  return {
    completeMs: await page.evaluate<number>('lastChangeAt'),
    firstPaintMs: await page.evaluate<number>(
      `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`,
    ),
    scriptBytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0),
    requests: responses.length,
  };
}
