import type { Browser, BrowserContextOptions } from 'playwright-core';
import { beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import { startDemo } from './demo.ts';
import type { ServerProcess } from './server-process.ts';
import { lookAround, type Visitor, welcome } from './visitor.ts';

/** The demo with a browser, which all tests of a file visit. */
export interface SharedDemo {
  /** Such as `http://127.0.0.1:41234`, without a slash at its end. */
  readonly address: string;
  /** Opens a browser window without a past. */
  welcome(options?: BrowserContextOptions): Promise<Visitor>;
  /** Opens one in which somebody has entered as one of the demo's listeners and sees the overview. */
  welcomeAs(listener: string, options?: BrowserContextOptions): Promise<Visitor>;
}

/** Starts a demo and a browser before the tests of the file that calls, and ends both after them. */
export function shareDemo(): SharedDemo {
  let demo: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo();
    return () => demo.close();
  });
  beforeAll(async () => {
    browser = await launchChromium();
    return () => browser.close();
  });
  return {
    get address() {
      return demo.address;
    },
    welcome: (options) => welcome(browser, demo.address, options),
    async welcomeAs(listener, options) {
      const visitor = await welcome(browser, demo.address, options);
      await lookAround(visitor.page, demo.address, listener);
      return visitor;
    },
  };
}
