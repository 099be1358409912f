import { Agent, request } from 'node:http';

/** A client that asks on connections that stay open, and takes little of the machine for itself. */
export class Reader {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #address: string;
  readonly #cookie: string;

  constructor(address: string, cookie: string) {
    this.#address = address;
    this.#cookie = cookie;
  }

  /** Asks once; `bytes` are those of the body as it comes over the wire, `ms` are until its end. */
  get(path: string, knownEtag?: string): Promise<{ ms: number; bytes: number; etag: string; body: string }> {
    const begunAt = performance.now();
    return new Promise((resolve, reject) => {
      const headers = {
        cookie: this.#cookie,
        'accept-encoding': knownEtag === undefined ? 'identity' : 'gzip',
        ...(knownEtag !== undefined && { 'if-none-match': knownEtag }),
      };
      const sent = request(`${this.#address}${path}`, { agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const ms = performance.now() - begunAt;
          const body = Buffer.concat(chunks);
          const { statusCode = 0 } = response;
          if (statusCode === 200 || statusCode === 304) {
            resolve({ ms, bytes: body.length, etag: response.headers.etag ?? '', body: body.toString() });
          } else reject(new Error(`GET ${path}: ${statusCode} ${body.toString()}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  }
}
