import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A person of the demo, who uses the product by HTTP as a browser would. */
export class DemoListener {
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  private constructor(address: string) {
    this.#address = address;
  }

  static async signUp(address: string, username: string, password: string): Promise<DemoListener> {
    const listener = new DemoListener(address);
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    await listener.#call('POST', '/api/accounts', { username, password, timezone });
    return listener;
  }

  /** Uploads an export and imports it, and returns when it is in. */
  async importExport(path: string): Promise<void> {
    const form = new FormData();
    form.append('file', await openAsBlob(path), basename(path));
    const { id } = (await (await this.#call('POST', '/api/imports', form)).json()) as { id: number };
    await this.#waitForState(id, 'analysed');
    await this.#call('POST', `/api/imports/${id}/execute`);
    await this.#waitForState(id, 'imported');
  }

  /** Walks through the sign-in with the simulated Spotify, allowing everything at once. */
  async connectSpotify(spotifyUserId: string): Promise<void> {
    const begin = await this.#call('GET', '/spotify/login');
    const authorize = new URL(begin.headers.get('location') ?? '');
    authorize.searchParams.set('simulate_listener', spotifyUserId);
    const consent = await fetch(authorize, { redirect: 'manual' });
    const callback = new URL(consent.headers.get('location') ?? '');
    await this.#call('GET', `${callback.pathname}${callback.search}`);
  }

  async startMonitoring(): Promise<void> {
    await this.#call('PUT', '/api/monitoring', { enabled: true });
  }

  /** Watches those of the own playlists that are called so. */
  async watchPlaylists(names: readonly string[]): Promise<void> {
    const answer = await this.#call('GET', '/api/playlists/own');
    const { items } = (await answer.json()) as { items: { spotifyId: string; name: string }[] };
    for (const { spotifyId } of items.filter(({ name }) => names.includes(name))) {
      await this.#call('POST', '/api/playlists', { playlist: spotifyId });
    }
  }

  async #waitForState(importId: number, state: string): Promise<void> {
    for (;;) {
      const answer = (await (await this.#call('GET', `/api/imports/${importId}`)).json()) as {
        state: string;
        error: string | null;
      };
      if (answer.state === state) return;
      if (answer.state === 'failed') throw new Error(`the demo's import failed: ${answer.error}`);
      await sleep(100);
    }
  }

  async #call(method: string, path: string, body?: FormData | object): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.#address}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(body && !isForm && { 'content-type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      this.#cookies.set(name, value.join('='));
    }
    if (response.status >= 400)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
