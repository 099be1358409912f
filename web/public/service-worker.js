// Keeps one page for when the instance cannot be reached. Nothing that anyone played is stored: after a sign-out, this device
// holds none of it.
const shell = 'offline-2';
// Their addresses are those in offline.html; the same files by other addresses are none of this worker's business.
const files = [
  'offline.html',
  'offline.js?offline',
  'notice.css?offline',
  'theme.js?offline',
  'icon.svg?offline',
];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(files)));
  // Where the browser can, everything else goes past this worker, which would only hold it up.
  event.addRoutes?.([
    { condition: { requestMode: 'navigate' }, source: 'fetch-event' },
    { condition: { urlPattern: new URLPattern({ search: 'offline' }) }, source: 'fetch-event' },
    { condition: { urlPattern: new URLPattern({}) }, source: 'network' },
  ]);
  skipWaiting();
});

addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== shell) await caches.delete(name);
      // Without it, a page would wait until this worker has started.
      await registration.navigationPreload?.enable();
      await clients.claim();
    })(),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.url.slice(registration.scope.length);
  if (request.mode === 'navigate' && path.startsWith('spotify/')) event.respondWith(visit(event));
  else if (files.includes(path)) event.respondWith(freshOrKept(request));
});

async function visit(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const page = await caches.match(new URL('offline.html', registration.scope));
    const text = (await page?.text()) ?? 'You are offline.';
    const base = `<base href="${new URL(registration.scope).pathname}">`;
    return new Response(text.replace('<!--base-->', base), {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  }
}

async function freshOrKept(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}
