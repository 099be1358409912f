import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Environment, loadConfig, readEnvironment, SETTINGS } from './config.ts';
import { StartError } from './errors.ts';

const directory = mkdtempSync(join(tmpdir(), 'analytics-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function writeFile(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** The lines that a refused configuration lists. */
function faultsOf(env: Environment): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('defaults', () => {
  test('every setting has the documented one', () => {
    expect(loadConfig({})).toEqual({
      port: 8000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8000',
      basePath: '',
      databaseUrl: undefined,
      dataDir: resolve('data'),
      secretKey: undefined,
      spotify: {
        clientId: undefined,
        clientSecret: undefined,
        redirectUri: 'http://127.0.0.1:8000/spotify/loginResponse',
        apiUrl: 'https://api.spotify.com',
        accountsUrl: 'https://accounts.spotify.com',
      },
      role: 'all',
      admins: undefined,
      registrationOpen: true,
      allowedHosts: [],
      trustProxy: false,
      logLevel: 'info',
      timezone: 'UTC',
    });
  });

  test('an empty value counts as absent', () => {
    const empty = Object.fromEntries(
      Object.keys(SETTINGS).flatMap((name) => [
        [name, ''],
        [`${name}_FILE`, ''],
      ]),
    );
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  test('the public address follows the port, and the redirect URI the public address', () => {
    const { publicUrl, spotify } = loadConfig({ PORT: '9001' });
    expect(publicUrl).toBe('http://127.0.0.1:9001');
    expect(spotify.redirectUri).toBe('http://127.0.0.1:9001/spotify/loginResponse');
  });

  test('nothing of it can be changed afterwards', () => {
    const config = loadConfig({ ADMINS: 'anna', ALLOWED_HOSTS: 'home.lan', TRUST_PROXY: 'loopback' });
    for (const part of [
      config,
      config.spotify,
      config.admins,
      config.admins?.usernames,
      config.allowedHosts,
      config.trustProxy,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('values', () => {
  test('PUBLIC_URL may carry a path, with or without a slash at its end', () => {
    for (const url of ['https://home.example/music', 'https://home.example/music/']) {
      const config = loadConfig({ PUBLIC_URL: url });
      expect(config.publicUrl).toBe('https://home.example/music');
      expect(config.basePath).toBe('/music');
      expect(config.spotify.redirectUri).toBe('https://home.example/music/spotify/loginResponse');
    }
  });

  test('lists are cut at commas, and blanks around the parts do not count', () => {
    const { allowedHosts, trustProxy } = loadConfig({
      ALLOWED_HOSTS: ' home.lan, music.lan ,,',
      TRUST_PROXY: 'loopback, 10.0.0.0/8',
    });
    expect(allowedHosts).toEqual(['home.lan', 'music.lan']);
    expect(trustProxy).toEqual(['loopback', '10.0.0.0/8']);
  });

  test.each([
    ['Anna, spotify:31L77y,, spotify:ben', ['anna'], ['31l77y', 'ben']],
    // A plain name is a local account's, unless no local account can be called so.
    ['31l77y2al5lnn7mxfrmd4bpfhqke, häns, a', ['31l77y2al5lnn7mxfrmd4bpfhqke'], ['häns', 'a']],
  ])('ADMINS tells local accounts from those of Spotify: %s', (value, usernames, spotifyIds) => {
    expect(loadConfig({ ADMINS: value }).admins).toEqual({ usernames, spotifyIds });
  });

  test('a file can hold a value, without the line end after it', () => {
    const path = writeFile('secret', `${'k'.repeat(32)}\n`);
    expect(loadConfig({ SECRET_KEY_FILE: path }).secretKey).toBe('k'.repeat(32));
  });

  test('the variables of the process win over those of .env', () => {
    const path = writeFile('.env', 'PORT=9002\nHOST=0.0.0.0\n# ROLE=worker\n');
    const config = loadConfig(readEnvironment(path, { PORT: '9003' }));
    expect([config.port, config.host, config.role]).toEqual([9003, '0.0.0.0', 'all']);
    expect(readEnvironment(join(directory, 'absent'), { PORT: '1' })).toEqual({ PORT: '1' });
  });
});

describe('faults', () => {
  test.each<[string, Environment, RegExp]>([
    ['a port that is none', { PORT: '70000' }, /PORT is "70000"/],
    ['a port of 0', { PORT: '0' }, /PORT is "0"/],
    ['a public address without a scheme', { PUBLIC_URL: 'home.example' }, /PUBLIC_URL is "home.example"/],
    [
      'a public address with a query',
      { PUBLIC_URL: 'https://home.example/?a=b' },
      /PUBLIC_URL .* without a query/,
    ],
    ['an unknown role', { ROLE: 'both' }, /ROLE is "both" but must be all, web, worker/],
    ['a database of another kind', { DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL must look like/],
    ['a short secret key', { SECRET_KEY: 'short' }, /SECRET_KEY must have at least 32/],
    ['a short former key', { SECRET_KEY_PREVIOUS: 'short' }, /SECRET_KEY_PREVIOUS must have at least 32/],
    ['a redirect to localhost', { PUBLIC_URL: 'http://localhost:8000' }, /Spotify refuses localhost/],
    ['a relative redirect', { SPOTIFY_REDIRECT_URI: '/back' }, /SPOTIFY_REDIRECT_URI is "\/back"/],
    ['a secret without an id', { SPOTIFY_CLIENT_SECRET: 's' }, /SPOTIFY_CLIENT_ID is not/],
    ['a web role without a database', { ROLE: 'web' }, /ROLE=web needs DATABASE_URL/],
    ['a worker role without a database', { ROLE: 'worker' }, /ROLE=worker needs DATABASE_URL/],
    ['an admin of another kind', { ADMINS: 'anna, google:1' }, /ADMINS is .* spotify:ID/],
    ['an admin without an id', { ADMINS: 'spotify:' }, /ADMINS is .* spotify:ID/],
    ['a registration that is neither', { REGISTRATION: 'maybe' }, /REGISTRATION is "maybe"/],
    ['a proxy that is no address', { TRUST_PROXY: 'nginx' }, /TRUST_PROXY .*"nginx" is none/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud"/],
    ['an unknown time zone', { TZ: 'Mars/Olympus' }, /TZ is "Mars\/Olympus"/],
    ['a file that is not there', { SECRET_KEY_FILE: '/nonexistent' }, /SECRET_KEY_FILE: .*ENOENT/],
  ])('%s is named, and nothing else', (_what, env, words) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(words);
  });

  test('a setting and its file together are refused', () => {
    const path = writeFile('both', 'k'.repeat(40));
    expect(faultsOf({ SECRET_KEY: 'k'.repeat(40), SECRET_KEY_FILE: path })).toEqual([
      '  - SECRET_KEY and SECRET_KEY_FILE are both set: keep one',
    ]);
  });

  test('all are listed at once, and no secret is repeated', () => {
    const faults = faultsOf({
      PORT: 'x',
      PUBLIC_URL: 'y',
      ROLE: 'web',
      SECRET_KEY: 'too-short-but-secret',
      REGISTRATION: 'z',
      LOG_LEVEL: 'w',
      TZ: 'v',
    });
    const named = faults.map((fault) => /^ {2}- ([A-Z_]+)/.exec(fault)?.[1]);
    expect(new Set(named)).toEqual(
      new Set(['LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'REGISTRATION', 'ROLE', 'SECRET_KEY', 'TZ']),
    );
    expect(named).toHaveLength(7);
    expect(faults.join('\n')).not.toContain('too-short-but-secret');
  });
});
