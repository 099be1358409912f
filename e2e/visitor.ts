import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';

/** How long a page may take: the machine may have much else to do. Only what fails takes so long. */
const PATIENCE_MS = 60_000;

/** A person with a browser of their own, at one instance of the product. */
export interface Visitor extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors in the console, and requests to hosts that no page has any business with. */
  readonly faults: readonly string[];
}

/** Opens a browser window without a past. Pages may ask the instance, and its Spotify for artwork and consent. */
export async function welcome(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const own = new URL(address).origin;
  const spotify = await findSpotify(address);
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  const isExpected = (request: Request): boolean => {
    const { origin, protocol } = new URL(request.url());
    if (origin === own || protocol === 'data:') return true;
    return origin === spotify && ['image', 'document'].includes(request.resourceType());
  };
  context.on('request', (request) => {
    if (!isExpected(request)) faults.push(`request to ${request.url()}`);
  });
  context.on('console', (message) => {
    const { url } = message.location();
    // What the pages of the simulated Spotify miss is not our fault.
    if (message.type() === 'error' && !url.startsWith(`${spotify}/`))
      faults.push(`${message.text()} (${url})`);
  });
  context.on('weberror', (error) => {
    faults.push(String(error.error()));
  });
  return {
    context,
    page: await context.newPage(),
    faults,
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** The origin of the Spotify that an instance uses; undefined when it uses none. */
export async function findSpotify(address: string): Promise<string | undefined> {
  const answer = await fetch(`${address}/spotify/login`, { redirect: 'manual' });
  await answer.arrayBuffer();
  const location = answer.headers.get('location');
  return location === null ? undefined : new URL(location).origin;
}

/** Names that a first try of a test has taken already. */
const takenNames = new Set<string>();

/** Makes an account on the home page, at a second try of a test under another name, and answers when its dashboard is there. */
export async function createAccount(page: Page, address: string, wanted: string): Promise<void> {
  const name = takenNames.has(`${address} ${wanted}`) ? `${wanted}-again` : wanted;
  takenNames.add(`${address} ${wanted}`);
  await page.goto(`${address}/`);
  await page.getByRole('button', { name: 'New here: create an account' }).click();
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(`password of ${name}`);
  await page.getByRole('button', { name: 'Create account' }).click();
  await heading(page, 'Overview').waitFor();
}

/** Enters the demo as one of its listeners. */
export async function lookAround(page: Page, address: string, name: string): Promise<void> {
  await page.goto(`${address}/spotify/`);
  await page.getByRole('button', { name: `Look around as ${name}` }).click();
  await heading(page, 'Overview').waitFor();
}

/** The title of a page. */
export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** Goes to a page as people do, by its name in the navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Pages', exact: true });
  await pages.waitFor();
  const link = pages.getByRole('link', { name, exact: true });
  // A phone has some of them in a sheet.
  if (!(await link.isVisible())) await pages.getByRole('button', { name: 'More' }).click();
  await link.click();
  await heading(page, name).waitFor();
}

/** The number that stands beside a name in a list of figures, as soon as it is there. */
export async function figure(place: Page | Locator, name: string): Promise<number> {
  const value = place.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  return readNumber(await value.filter({ hasText: /\d/ }).innerText());
}

/** A number as pages write it in English. */
export function readNumber(text: string): number {
  const digits = /\d[\d,]*/.exec(text)?.[0];
  if (digits === undefined) throw new Error(`There is no number in "${text}".`);
  return Number(digits.replaceAll(',', ''));
}
