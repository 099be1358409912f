import type { FastifyInstance } from 'fastify';
import { seedOf } from './random.ts';

/** `GET /image/<id>/<size>.svg`: a picture drawn from the id, so that pages need no foreign host. */
export function imageEndpoint(app: FastifyInstance): void {
  app.get<{ Params: { id: string; size: string } }>('/image/:id/:size.svg', (request, reply) =>
    reply
      .header('cache-control', 'public, max-age=86400')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type('image/svg+xml')
      .send(draw(request.params.id, Math.min(2000, Number.parseInt(request.params.size, 10) || 64))),
  );
}

function draw(id: string, size: number): string {
  const mark = seedOf(id);
  const hue = mark % 360;
  const [x, y, radius] = [mark % 80, (mark >>> 8) % 80, 20 + ((mark >>> 16) % 40)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100">
<rect width="100" height="100" fill="hsl(${hue} 45% 35%)"/>
<circle cx="${x}" cy="${y}" r="${radius}" fill="hsl(${(hue + 140) % 360} 55% 60%)"/>
<rect x="${y}" width="14" height="100" fill="hsl(${(hue + 70) % 360} 50% 50%)" opacity=".7"/></svg>`;
}
