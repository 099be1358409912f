import { addressOf } from './base-address.ts';

/** Making the first page has the processor for itself so long. */
const delayMs = 10_000;

/** Lets this browser show a page of its own while the instance cannot be reached, and install the dashboard as an app. */
export function registerServiceWorker(): void {
  // Browsers have it on https and on loopback only. Vite serves other pages while they are being written.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    // Everything works without it, so a refusal is no news.
    navigator.serviceWorker.register(addressOf('service-worker.js')).catch(() => undefined);
  }, delayMs);
}
