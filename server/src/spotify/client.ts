import type { Database } from '../database/database.ts';
import { spotifyCalls } from '../metrics.ts';
import { Budget } from './budget.ts';
import type { EndpointFamily } from './endpoint-family.ts';
import { SpotifyError } from './spotify-error.ts';

const TIMEOUT_MS = 10_000;
/** Longer than any answer that we ask for; a page of 50 plays has about 150 kB. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

export interface SpotifyClient {
  /**
   * Asks the Web API, within the budget that all processes share; what the family is for says how urgent the call is. Answers the parsed JSON, whose shape the caller has to check, or undefined where Spotify has nothing
   * to say (204).
   * @throws SpotifyError
   */
  get(family: EndpointFamily, path: string, accessToken: string): Promise<unknown>;
}

/** The one door to the Web API at `apiUrl`. */
export function createSpotifyClient(database: Database, apiUrl: string): SpotifyClient {
  const budget = new Budget(database);
  return {
    async get(family, path, accessToken) {
      await budget.take(family);
      const response = await send(family, `${apiUrl}${path}`, accessToken);
      const text = await readText(response);
      if (response.status === 429)
        throw await budget.closeFamily(family, response.headers.get('retry-after'), text);
      if (!response.ok) throw toSpotifyError(response.status, text);
      return text === '' ? undefined : parseJson(text);
    },
  };
}

async function send(family: EndpointFamily, url: string, accessToken: string): Promise<Response> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    spotifyCalls.inc({ family, status: response.status });
    return response;
  } catch (cause) {
    spotifyCalls.inc({ family, status: 'none' });
    throw new SpotifyError('unavailable', 'Spotify does not answer.', { cause });
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > LARGEST_ANSWER_BYTES) throw new Error('the answer is too long');
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new SpotifyError('unavailable', "Spotify's answer broke off.", { cause });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpotifyError('unavailable', "Spotify's answer cannot be read.", { cause });
  }
}

/** Error bodies are JSON, bare text or a proxy's HTML; only the known sentences are looked for. */
function toSpotifyError(status: number, body: string): SpotifyError {
  if (status === 401) {
    return /permissions missing/i.test(body)
      ? missingScope()
      : new SpotifyError('unauthorized', 'The access token is not accepted.');
  }
  if (status === 403) return toForbidden(body);
  if (status === 404) return new SpotifyError('not-found', 'Spotify does not know this.');
  return new SpotifyError('unavailable', `Spotify has trouble (status ${status}).`);
}

function toForbidden(body: string): SpotifyError {
  if (/user not registered|user may not be registered/i.test(body)) {
    return new SpotifyError(
      'app-refused',
      "Spotify knows the app but not this listener: the host has to add them under User Management in the app's dashboard at developer.spotify.com.",
    );
  }
  if (/premium subscription required/i.test(body)) {
    return new SpotifyError(
      'app-refused',
      'Spotify asks that the owner of the app has a Premium subscription; the host has to see to it.',
    );
  }
  if (/insufficient client scope/i.test(body)) return missingScope();
  return new SpotifyError('forbidden', 'Spotify does not allow this.');
}

const missingScope = () =>
  new SpotifyError(
    'consent-ended',
    'The consent does not cover everything that is needed. Connect with Spotify again and allow all of it.',
  );
