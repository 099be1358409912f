import { setTimeout as sleep } from 'node:timers/promises';
import type { PlainPage } from './plain-page.ts';

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

/** What the page itself knows of how it came, with the addresses of what failed. */
const READ_LOAD = `(() => {
  const files = performance.getEntriesByType('resource');
  const scripts = files.filter(({ name, initiatorType }) => initiatorType === 'script' || name.endsWith('.js'));
  return {
    completeMs: lastChangeAt,
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    requests: files.length + 1,
    failed: files.filter(({ responseStatus }) => responseStatus >= 400).map(({ name }) => name),
  };
})()`;

/** Slows the page's processor down by a factor, from its next navigation on. */
export async function throttle(page: PlainPage, factor: number): Promise<void> {
  await page.send('Page.enable');
  await page.send('Emulation.setCPUThrottlingRate', { rate: factor });
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH_CHANGES });
}

/**
 * Opens an address in a page that `throttle` has prepared, and waits until it is complete.
 * @throws Error when an answer is an error, or when it still changes after a minute
 */
export async function load(page: PlainPage, address: string): Promise<PageLoad> {
  await page.send('Page.navigate', { url: address });
  for (;;) {
    const quietMs = await page.evaluate<number>(
      `typeof lastChangeAt === 'undefined' || lastChangeAt === 0 ? 0 : performance.now() - lastChangeAt`,
    );
    if (quietMs >= QUIET_MS) break;
    if ((await page.evaluate<number>('performance.now()')) > LONGEST_MS)
      throw new Error(`${address} is never complete.`);
    await sleep(LOOK_EVERY_MS);
  }
  const { failed, ...loaded } = await page.evaluate<PageLoad & { failed: string[] }>(READ_LOAD);
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
  return loaded;
}
