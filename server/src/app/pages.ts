import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '../errors.ts';

const webDirectory = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
/** Where the page is told under which path it lives; see web/index.html. */
const BASE_MARKER = '<!--base-->';

/** The web application: one page for every address below `/spotify/`, and its files. */
export async function addPages(app: FastifyInstance, basePath: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webDirectory,
    serve: true,
    index: false,
    wildcard: true,
    decorateReply: false,
    preCompressed: true,
    setHeaders(reply, path) {
      // The names of these files change with their content.
      if (path.includes('/assets/')) reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });

  async function sendPage(reply: FastifyReply) {
    const page = await readFile(`${webDirectory}index.html`, 'utf8').catch(() => {
      throw new DomainError('not-ready', 'The web pages are not built. Run "npm run build".');
    });
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(page.replace(BASE_MARKER, `<base href="${basePath}/">`));
  }

  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect(`${basePath}/spotify/`));
  app.get('/spotify', { schema: { hide: true } }, (_request, reply) =>
    reply.redirect(`${basePath}/spotify/`),
  );
  app.get('/spotify/*', { schema: { hide: true } }, (_request, reply) => sendPage(reply));
  app.get('/spotify/', { schema: { hide: true } }, (_request, reply) => sendPage(reply));
}
