import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** `fetch` for requests whose `Host` header says something else than the address, which the real one does not allow. */
async function fetchByName(
  address: string,
  init: { method: string; headers: Record<string, string>; body?: string | FormData },
): Promise<Response> {
  const sent = request(address, { method: init.method, headers: init.headers, agent: false });
  sent.end(init.body);
  const [incoming] = (await once(sent, 'response')) as [IncomingMessage];
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const body = await buffer(incoming);
  return new Response(body.length === 0 ? null : body, { status: incoming.statusCode ?? 0, headers });
}

/** A listener's browser without a page: keeps cookies, speaks JSON. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** Makes a local account and is signed in to it. */
  static async signUp(address: string, username: string, timezone = 'UTC'): Promise<Browser> {
    const browser = new Browser(address);
    const response = await browser.post('/api/accounts', {
      username,
      password: `password of ${username}`,
      timezone,
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    return browser;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.request('GET', path, undefined, headers);
  }

  post(path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return this.request('POST', path, body, headers);
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async request(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isForm = body instanceof FormData;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const send = headers['host'] === undefined ? fetch : fetchByName;
    const response = await send(`${this.#address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie && { cookie }),
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value.join('='));
    }
    return response;
  }

  /** Uploads files, waits until they are analysed and answers the import. */
  async upload(
    files: readonly { name: string; content: Blob }[],
  ): Promise<{ id: number } & Record<string, unknown>> {
    const form = new FormData();
    for (const { name, content } of files) form.append('file', content, name);
    const response = await this.post('/api/imports', form);
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    const { id } = (await response.json()) as { id: number };
    return this.waitForImport(id, ['analysed', 'failed']);
  }

  async waitForImport(
    id: number,
    states: readonly string[],
  ): Promise<{ id: number } & Record<string, unknown>> {
    for (;;) {
      const answer = await this.json<{ id: number; state: string }>(`/api/imports/${id}`);
      if (states.includes(answer.state)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Signs in with the simulated Spotify as one of its listeners, allowing everything. */
  async connectSpotify(spotifyUserId: string, path = '/spotify/login'): Promise<Response> {
    return this.get(await this.goToSpotify({ simulate_listener: spotifyUserId }, path));
  }

  /** Goes to the simulated Spotify and decides there; answers where the browser is sent back to. */
  async goToSpotify(parameters: Record<string, string>, path = '/spotify/login'): Promise<string> {
    const begin = await this.get(path);
    const authorize = new URL(begin.headers.get('location') ?? '');
    for (const [name, value] of Object.entries(parameters)) authorize.searchParams.set(name, value);
    const decided = await fetch(authorize, { redirect: 'manual' });
    const { pathname, search } = new URL(decided.headers.get('location') ?? '');
    return `${pathname}${search}`;
  }
}
