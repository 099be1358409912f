import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const READS = [
  '/api/stats/summary',
  '/api/plays?limit=20',
  '/api/tracks?limit=20',
  '/api/monitoring',
  '/api/instance',
];

/** People take their time, and the machine has others to serve. */
const PAUSE_MS = 100;

/** A listener who clicks on and on, and whose page follows events, as browsers do it. */
export class ClusterVisitor {
  /** Answers that were as they should be. */
  requests = 0;
  /** How often events were followed anew. */
  streams = 0;
  isListening = false;
  /** What went otherwise. */
  readonly failures: string[] = [];
  readonly #address: string;
  readonly #cookie: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(address: string, session: string) {
    this.#address = address;
    this.#cookie = `session=${session}`;
  }

  /** Reads and writes, one request after the other; each write is done once, which shows at the end. */
  async click(end: AbortSignal): Promise<void> {
    for (let turn = 0; !end.aborted; turn += 1) {
      for (const path of READS) await this.#ask('GET', path, 200);
      await this.#ask('PATCH', '/api/account', 200, { displayName: `Visitor ${turn}` });
      const made = await this.#ask('POST', '/api/account/tokens', 201, { name: 'one', access: 'read' });
      const id = /"id":(\d+)/.exec(made)?.[1];
      await this.#ask('DELETE', `/api/account/tokens/${id}`, 204);
    }
    const left = await this.#ask('GET', '/api/account/tokens', 200);
    if (left !== '{"items":[]}') this.failures.push(`tokens are left: ${left}`);
    this.#agent.destroy();
  }

  /** Follows events, and begins anew whenever the stream ends. */
  async listen(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      try {
        const answer = await this.#send('GET', '/api/events', undefined, end);
        if (answer.statusCode !== 200) throw new Error(String(answer.statusCode));
        this.streams += 1;
        this.isListening = true;
        await text(answer);
      } catch (error) {
        if (!end.aborted) this.failures.push(`GET /api/events: ${String(error)}`);
      }
      this.isListening = false;
    }
  }

  async #ask(method: string, path: string, status: number, body?: object): Promise<string> {
    await sleep(PAUSE_MS);
    try {
      const answer = await this.#send(method, path, body);
      const answered = await text(answer);
      if (answer.statusCode !== status) throw new Error(`${answer.statusCode} ${answered}`);
      this.requests += 1;
      return answered;
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String(error)}`);
      return '';
    }
  }

  async #send(method: string, path: string, body?: object, end?: AbortSignal): Promise<IncomingMessage> {
    const sent = request(`${this.#address}${path}`, {
      method,
      agent: end === undefined ? this.#agent : false,
      headers: { cookie: this.#cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(end && { signal: end }),
    });
    sent.end(body && JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return answer;
  }
}
