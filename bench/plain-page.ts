import type { Browser, CDPSession } from 'playwright-core';

interface Answer {
  id: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/**
 * A window of its own profile in a Chromium, as listeners have it. Playwright's own windows are watched by the developer tools, for
 * whose stack traces Chromium reads scripts a second time: a tenth of what a first visit takes.
 */
export class PlainPage {
  readonly #browser: CDPSession;
  readonly #profile: string;
  readonly #session: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #sent = 0;

  private constructor(browser: CDPSession, profile: string, session: string) {
    this.#browser = browser;
    this.#profile = profile;
    this.#session = session;
    browser.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== session) return;
      const answer = JSON.parse(message) as Answer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** Opens an empty window of 1280 x 900 px. */
  static async open(chromium: Browser): Promise<PlainPage> {
    const browser = await chromium.newBrowserCDPSession();
    const { browserContextId } = await browser.send('Target.createBrowserContext');
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
    const page = new PlainPage(browser, browserContextId, sessionId);
    const size = { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false };
    await page.send('Emulation.setDeviceMetricsOverride', size);
    return page;
  }

  /**
   * Sends a command of the DevTools protocol to the window.
   * @throws Error when Chromium refuses it
   */
  async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = (this.#sent += 1);
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#session, message });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  async setCookie(name: string, value: string, url: string): Promise<void> {
    const cookies = [{ name, value, url }];
    await this.#browser.send('Storage.setCookies', { cookies, browserContextId: this.#profile });
  }

  /** The value of an expression in the page, as JSON can say it. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression} failed in the page`);
    return (result as { value: T }).value;
  }

  /** Closes the window, and forgets its profile. */
  async close(): Promise<void> {
    await this.#browser.send('Target.disposeBrowserContext', { browserContextId: this.#profile });
    await this.#browser.detach();
  }
}
