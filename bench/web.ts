import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../e2e/chromium.ts';
import { writeExport } from './export.ts';
import { grouped, median, table } from './figures.ts';
import type { BenchListener } from './listener.ts';
import { load, type PageLoad, throttle } from './page-load.ts';
import { PlainPage } from './plain-page.ts';
import { BenchServer } from './server.ts';
import { settle } from './settle.ts';

/**
 * How soon the pages are complete in a Chromium whose processor is slowed down, over loopback, for a listener with so many imported
 * rows: on the first visit, with nothing cached, and on the next. A page is complete when nothing on it changes any more. Build the
 * pages first.
 *
 *     node bench/web.ts --rows 60000,300000 --runs 5 --throttle 4
 */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '60000,300000' },
    runs: { type: 'string', default: '5' },
    throttle: { type: 'string', default: '4' },
  },
});
const runs = Number(flags.runs);
const WINDOW_READY_MS = 4_000;
const DASHBOARD = '/spotify/analytics/';

const browser = await launchChromium();
try {
  for (const rows of flags.rows.split(',').map(Number)) await measure(browser, rows);
} finally {
  await browser.close();
}

async function measure(chromium: Browser, rows: number) {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
  const exportPath = join(directory, 'export.zip');
  await writeExport(exportPath, rows);
  const server = await BenchServer.start(join(directory, 'data'));
  const database = server.openDatabase();
  try {
    const listener = await server.signUp('listener');
    await listener.import(exportPath);
    await settle(database.pool);
    console.log(
      `\n${grouped(rows)} rows, processor slowed down ${flags.throttle} times, ${runs} runs, load before ${(loadavg()[0] ?? 0).toFixed(1)}\n`,
    );
    const lines: string[][] = [];
    for (const path of await pathsOf(listener)) {
      const visits: Visits[] = [];
      for (let run = 0; run < runs; run++)
        visits.push(await visitTwice(chromium, `${server.address}${path}`, listener));
      lines.push(describe(path, visits));
    }
    const head = ['page', 'script', 'requests', 'first paint', 'first visit', 'next visit'];
    console.log(table(head, lines));
  } finally {
    await database.close();
    await server.stop();
    await rm(directory, { recursive: true });
  }
}

/** Every page that shows something of the listener, and one of each kind of detail page. */
async function pathsOf(listener: BenchListener): Promise<string[]> {
  const top = async (kind: string, name: string) => {
    const { items } = await listener.get<{ items: Record<string, { id: number }>[] }>(`/api/${kind}?limit=1`);
    return `${kind}/${items[0]?.[name]?.id}`;
  };
  const details = [
    await top('tracks', 'track'),
    await top('artists', 'artist'),
    await top('albums', 'album'),
  ];
  const pages = ['history', 'tracks', 'artists', 'albums', ...details, 'playlists', 'habits', 'year/2025'];
  const dashboard = ['', '?range=all', ...pages, 'import', 'settings', 'host'];
  return ['/spotify/', ...dashboard.map((page) => `${DASHBOARD}${page}`)];
}

interface Visits {
  first: PageLoad;
  next: PageLoad;
}

/** Two visits of a browser without a past. */
async function visitTwice(chromium: Browser, address: string, listener: BenchListener): Promise<Visits> {
  const page = await PlainPage.open(chromium);
  try {
    const { name = '', value = '' } = /^(?<name>[^=]+)=(?<value>.*)$/.exec(listener.cookie)?.groups ?? {};
    if (address.includes(DASHBOARD)) await page.setCookie(name, value, new URL(address).origin);
    // A new window of Chromium loads the page of its own address bar, which takes a processor more than a second.
    await sleep(WINDOW_READY_MS);
    await throttle(page, Number(flags.throttle));
    return { first: await load(page, address), next: await load(page, address) };
  } finally {
    await page.close();
  }
}

function describe(path: string, visits: readonly Visits[]): string[] {
  const ms = (valueOf: (visit: Visits) => number) => `${Math.round(median(visits.map(valueOf)))} ms`;
  const longest = Math.max(...visits.map(({ first }) => first.completeMs));
  return [
    path.replace(DASHBOARD, '') || 'overview',
    `${(median(visits.map(({ first }) => first.scriptBytes)) / 1_000).toFixed(1)} kB`,
    String(median(visits.map(({ first }) => first.requests))),
    ms(({ first }) => first.firstPaintMs),
    `${ms(({ first }) => first.completeMs)} (to ${Math.round(longest)})`,
    ms(({ next }) => next.completeMs),
  ];
}
