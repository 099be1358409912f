import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Spotify's hosts for artwork: the only foreign addresses that a page may load from. */
const ARTWORK = ['https://i.scdn.co', 'https://mosaic.scdn.co', 'https://*.spotifycdn.com'];
const OFFICIAL_API = 'https://api.spotify.com';

/** Sends the security headers with every answer; HSTS only where the instance is reached by https. */
export async function addSecurityHeaders(
  app: FastifyInstance,
  { publicUrl, spotifyApiUrl }: { publicUrl: string; spotifyApiUrl: string },
): Promise<void> {
  const isHttps = publicUrl.startsWith('https:');
  const artwork = spotifyApiUrl === OFFICIAL_API ? ARTWORK : [...ARTWORK, new URL(spotifyApiUrl).origin];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...artwork],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isHttps && { upgradeInsecureRequests: [] }),
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    hsts: isHttps ? { maxAge: 31_536_000 } : false,
    frameguard: { action: 'deny' },
  });
}
