import type { CDPSession, Page } from 'playwright-core';

/** The line between a page and its server, which a test can slow down and cut. */
export interface Network {
  /** Bytes per second that leave the page, from now on. */
  limitUpload(bytesPerSecond: number): Promise<void>;
  cut(): Promise<void>;
  restore(): Promise<void>;
}

export async function controlNetwork(page: Page): Promise<Network> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return {
    limitUpload: (bytesPerSecond) => emulate(session, false, bytesPerSecond),
    cut: () => emulate(session, true, -1),
    restore: () => emulate(session, false, -1),
  };
}

async function emulate(session: CDPSession, offline: boolean, uploadThroughput: number): Promise<void> {
  await session.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}
