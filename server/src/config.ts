import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { StartError } from './errors.ts';

/** The variables of the process, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting, with its meaning; `.env.example` lists the same, which a test holds true. */
export const SETTINGS = {
  PORT: 'TCP port to listen on',
  HOST: 'address to listen on',
  PUBLIC_URL: 'where browsers reach the program, with a path if it lives under one',
  DATABASE_URL: 'an own PostgreSQL, 15 or newer; without it an embedded one runs in DATA_DIR',
  DATA_DIR: 'folder for the embedded database, uploads and the secret key',
  SECRET_KEY:
    'at least 32 characters from which the keys for stored tokens are derived; made once when absent',
  SECRET_KEY_PREVIOUS:
    'the key before this one, while keys are changed: what it has sealed is opened, and sealed anew at the start',
  SPOTIFY_CLIENT_ID: 'client id of the Spotify app',
  SPOTIFY_CLIENT_SECRET: 'client secret of the Spotify app; without it sign-in uses PKCE alone',
  SPOTIFY_REDIRECT_URI: 'redirect URI as registered in the Spotify app',
  SPOTIFY_API_URL: 'address of the Web API',
  SPOTIFY_ACCOUNTS_URL: 'address of the accounts service',
  ROLE: 'what this process does: all, web or worker',
  ADMINS:
    'who is host: names of local accounts, and Spotify accounts as spotify:ID, with commas between; without it the first account is',
  REGISTRATION:
    'open or closed: whether strangers may create accounts, until the host decides it on the Host page',
  ALLOWED_HOSTS: 'further host names to answer to, with commas between; * for any',
  TRUST_PROXY: 'true, or the addresses of the reverse proxies whose X-Forwarded headers count',
  METRICS_TOKEN: 'what Prometheus sends as a bearer token; without it metrics are told to this machine only',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
  TZ: 'time zone of the instance, used for daily jobs and as the first time zone of new listeners',
} as const;

/** The accounts that `ADMINS` names, in lower case. */
export interface Admins {
  /** Of local accounts. */
  readonly usernames: readonly string[];
  readonly spotifyIds: readonly string[];
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** The path of `publicUrl` without a slash at its end: empty, or such as `/music`. */
  readonly basePath: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly secretKey: string | undefined;
  readonly formerSecretKey: string | undefined;
  readonly spotify: {
    readonly clientId: string | undefined;
    readonly clientSecret: string | undefined;
    readonly redirectUri: string;
    readonly apiUrl: string;
    readonly accountsUrl: string;
  };
  readonly role: 'all' | 'web' | 'worker';
  /** Who is host; undefined: the first account is. */
  readonly admins: Admins | undefined;
  /** Unless the host has decided otherwise. */
  readonly registrationOpen: boolean;
  readonly allowedHosts: readonly string[];
  readonly trustProxy: boolean | readonly string[];
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
  readonly timezone: string;
}

type Setting = keyof typeof SETTINGS;

/** What a local account can be called. */
const USERNAME = /^[\w.-]{2,64}$/;

/**
 * Reads the settings once and freezes them. A setting `NAME` may also be given as `NAME_FILE`, the path of a file that
 * holds it, as container platforms hand in secrets.
 * @throws StartError with all faults, one per line.
 */
export function loadConfig(env: Environment): Config {
  const faults: string[] = [];
  const read = settingReader(env, faults);
  const port = read('PORT', '8000', (value) => parsePort(value));
  const publicUrl = read('PUBLIC_URL', `http://127.0.0.1:${port ?? 8000}`, parsePublicUrl);
  const role = read('ROLE', 'all', oneOf('all', 'web', 'worker'));
  const faultsBefore = faults.length;
  const databaseUrl = read('DATABASE_URL', undefined, parseDatabaseUrl);
  const hasNoDatabase = databaseUrl === undefined && faults.length === faultsBefore;
  if (role !== undefined && role !== 'all' && hasNoDatabase) {
    faults.push(`ROLE=${role} needs DATABASE_URL: an embedded database serves one process only`);
  }
  const clientId = read('SPOTIFY_CLIENT_ID', undefined, parseText);
  const clientSecret = read('SPOTIFY_CLIENT_SECRET', undefined, parseText);
  if (clientSecret !== undefined && clientId === undefined) {
    faults.push('SPOTIFY_CLIENT_SECRET is set but SPOTIFY_CLIENT_ID is not');
  }
  const defaultRedirectUri = publicUrl && `${publicUrl}/spotify/loginResponse`;
  const config: Config = {
    port: port ?? 0,
    host: read('HOST', '127.0.0.1', parseText) ?? '',
    publicUrl: publicUrl ?? '',
    basePath: publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, ''),
    databaseUrl,
    dataDir: resolve(read('DATA_DIR', './data', parseText) ?? ''),
    secretKey: read('SECRET_KEY', undefined, parseSecretKey),
    formerSecretKey: read('SECRET_KEY_PREVIOUS', undefined, parseSecretKey),
    spotify: Object.freeze({
      clientId,
      clientSecret,
      redirectUri: read('SPOTIFY_REDIRECT_URI', defaultRedirectUri, parseRedirectUri) ?? '',
      apiUrl: read('SPOTIFY_API_URL', 'https://api.spotify.com', parseHttpUrl) ?? '',
      accountsUrl: read('SPOTIFY_ACCOUNTS_URL', 'https://accounts.spotify.com', parseHttpUrl) ?? '',
    }),
    role: role ?? 'all',
    admins: read('ADMINS', '', parseAdmins),
    registrationOpen: read('REGISTRATION', 'open', oneOf('open', 'closed')) === 'open',
    allowedHosts: read('ALLOWED_HOSTS', '', parseList) ?? [],
    trustProxy: read('TRUST_PROXY', 'false', parseTrustProxy) ?? false,
    metricsToken: read('METRICS_TOKEN', undefined, parseText),
    logLevel:
      read('LOG_LEVEL', 'info', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')) ??
      'info',
    timezone: read('TZ', 'UTC', parseTimezone) ?? 'UTC',
  };
  if (faults.length > 0) {
    throw new StartError(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  return Object.freeze(config);
}

/** The process's variables over those of a `.env` file beside the program, if there is one. */
export function readEnvironment(envFile: string, env: Environment): Environment {
  let text: string;
  try {
    text = readFileSync(envFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return env;
    throw new StartError(`The settings in ${envFile} cannot be read: ${(error as Error).message}`);
  }
  return { ...parseEnv(text), ...env };
}

/** A value that parses, or the words after "NAME " that say what it should be. */
type Parsed<T> = { value: T } | { fault: string };

function settingReader(env: Environment, faults: string[]) {
  function rawValue(name: Setting): string | undefined {
    const file = env[`${name}_FILE`];
    if (file === undefined || file === '') return env[name] === '' ? undefined : env[name];
    if (env[name] !== undefined && env[name] !== '') {
      faults.push(`${name} and ${name}_FILE are both set: keep one`);
    }
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE: ${(error as Error).message}`);
      return undefined;
    }
  }

  return function read<T>(
    name: Setting,
    fallback: string | undefined,
    parse: (value: string) => Parsed<T>,
  ): T | undefined {
    const raw = rawValue(name) ?? fallback;
    if (raw === undefined) return undefined;
    const parsed = parse(raw);
    if ('value' in parsed) return parsed.value;
    faults.push(`${name} ${parsed.fault}`);
    return undefined;
  };
}

const parseText = (value: string): Parsed<string> => ({ value });

const parseList = (value: string): Parsed<readonly string[]> => ({
  value: Object.freeze(
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
});

/**
 * A plain name is that of a local account, whatever Spotify account has it as its id: names are free to whoever comes first.
 * Only what no local account can be called is a Spotify id without saying so.
 */
function parseAdmins(value: string): Parsed<Admins | undefined> {
  const parsed = value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parsed.length === 0) return { value: undefined };
  const usernames = parsed.filter((part) => USERNAME.test(part));
  const spotifyIds = parsed
    .filter((part) => !USERNAME.test(part))
    .map((part) => part.replace(/^spotify:/, ''));
  const wrong = spotifyIds.find((id) => id === '' || id.includes(':'));
  if (wrong !== undefined)
    return { fault: `is "${value}" but must name local accounts, and Spotify accounts as spotify:ID` };
  return {
    value: Object.freeze({ usernames: Object.freeze(usernames), spotifyIds: Object.freeze(spotifyIds) }),
  };
}

function oneOf<const T extends string>(...values: T[]) {
  return (value: string): Parsed<T> => {
    const found = values.find((candidate) => candidate === value);
    return found === undefined
      ? { fault: `is "${value}" but must be ${values.join(', ')}` }
      : { value: found };
  };
}

function parsePort(value: string): Parsed<number> {
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return { value: port };
  return { fault: `is "${value}" but must be a port number from 1 to 65535` };
}

function parseHttpUrl(value: string): Parsed<string> {
  const url = URL.parse(value);
  if (
    !url ||
    (url.protocol !== 'http:' && url.protocol !== 'https:') ||
    url.search ||
    url.hash ||
    url.username
  ) {
    return { fault: `is "${value}" but must be an http or https address without a query` };
  }
  return { value: url.href.replace(/\/+$/, '') };
}

function parsePublicUrl(value: string): Parsed<string> {
  const parsed = parseHttpUrl(value);
  if ('fault' in parsed) return parsed;
  const taken = /^\/(spotify|api|analytics)(\/|$)/.exec(new URL(parsed.value).pathname)?.[1];
  if (taken === undefined) return parsed;
  return {
    fault: `is "${value}", but a path that begins with /${taken} is one of the program's own; use another`,
  };
}

function parseRedirectUri(value: string): Parsed<string> {
  const url = URL.parse(value);
  if (!url) return { fault: `is "${value}" but must be an absolute address` };
  if (url.protocol === 'http:' && url.hostname === 'localhost') {
    return { fault: `is "${value}", but Spotify refuses localhost: use http://127.0.0.1:… or https` };
  }
  return { value };
}

function parseDatabaseUrl(value: string): Parsed<string> {
  if (/^postgres(ql)?:\/\//.test(value) && URL.parse(value)) return { value };
  return { fault: 'must look like postgresql://user:password@host:5432/database' };
}

function parseSecretKey(value: string): Parsed<string> {
  return value.length >= 32 ? { value } : { fault: 'must have at least 32 characters' };
}

function parseTrustProxy(value: string): Parsed<boolean | readonly string[]> {
  if (value === 'true' || value === 'false') return { value: value === 'true' };
  const addresses = value.split(',').map((part) => part.trim());
  const wrong = addresses.find((address) => !isProxyAddress(address));
  if (wrong === undefined) return { value: Object.freeze(addresses) };
  return { fault: `is "${value}" but must be true, false or a list of addresses; "${wrong}" is none` };
}

function isProxyAddress(address: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return true;
  const [ip = '', prefix] = address.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(ip)];
  return bits !== undefined && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
}

function parseTimezone(value: string): Parsed<string> {
  try {
    return { value: new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone };
  } catch {
    return { fault: `is "${value}" but must be the name of a time zone, such as Europe/Berlin` };
  }
}
