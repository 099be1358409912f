import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';

/** The addresses of the original system and what took their place. */
const MOVED: Record<string, string> = {
  authenticated: '/api/session',
  login: '/spotify/login',
  loginResponse: '/spotify/loginResponse',
  listeningHistory: '/api/plays',
  songs: '/api/tracks',
  stats: '/api/stats/summary',
  dailyAggregation: '/api/stats/daily',
  hourlyAggregation: '/api/stats/hourly',
  playlistSongs: '/api/playlists',
  globalStats: '/api/global/summary',
  globalDailyAggregation: '/api/global/daily',
  globalHourlyAggregation: '/api/global/hourly',
  playlistSubmission: '/api/playlists',
  analyzeHistoricalImport: '/api/imports',
  executeHistoricalImport: '/api/imports',
};

/** The original changed data by GET at these; a link must not be able to do that. */
const CHANGING: Record<string, string> = {
  logout: 'DELETE /api/session',
  start: 'PUT /api/monitoring {"enabled": true}',
  stop: 'PUT /api/monitoring {"enabled": false}',
  deleteUser: 'DELETE /api/account',
  deletePlaylist: 'DELETE /api/playlists/{id}',
};

/** Answers every path of the original, with and without a slash at its end. */
export function addOldAddresses(app: FastifyInstance, basePath: string): void {
  for (const [name, successor] of Object.entries(MOVED)) {
    for (const url of [`/analytics/${name}`, `/analytics/${name}/`]) {
      // Before the body is read, of whatever type it is.
      const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
        const query = request.url.split('?')[1];
        return reply.redirect(`${basePath}${successor}${query === undefined ? '' : `?${query}`}`, 308);
      };
      app.all(url, { schema: { hide: true }, onRequest }, () => undefined);
    }
  }
  for (const [name, call] of Object.entries(CHANGING)) {
    for (const url of [`/analytics/${name}`, `/analytics/${name}/`]) {
      const onRequest = async (_request: FastifyRequest, reply: FastifyReply) => {
        // Of this address itself nothing is allowed any more.
        reply.header('allow', '');
        throw new DomainError('method-not-allowed', `This address is gone; use ${call}.`);
      };
      app.all(url, { schema: { hide: true }, onRequest }, () => undefined);
    }
  }
}
