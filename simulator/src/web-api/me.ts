import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { type Call, endpoint } from './endpoint.ts';
import { images } from './shapes.ts';

/** Who the listener is. */
export function meEndpoint(app: FastifyInstance, world: World): void {
  endpoint(app, world, '/v1/me', [], me);
}

function me({ world, listener, scopes }: Call) {
  const { id, accountId, displayName, country, product } = listener;
  const shape = {
    account_id: accountId,
    display_name: displayName,
    external_urls: { spotify: `https://open.spotify.com/user/${id}` },
    href: `${world.apiUrl}/v1/users/${id}`,
    id,
    images: images(world, accountId, 'pictures'),
    type: 'user',
    uri: `spotify:user:${id}`,
  };
  if (world.profile === 'development') return shape;
  const explicit_content = { filter_enabled: false, filter_locked: false };
  return {
    ...shape,
    followers: { href: null, total: 12 },
    ...(scopes.includes('user-read-private') && { country, product, explicit_content }),
    ...(scopes.includes('user-read-email') && { email: `${id}@example.org` }),
  };
}
