import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { prepareDataDirectory } from '../data-directory.ts';
import { removeEmbedded } from '../database/embedded.ts';
import { StartError } from '../errors.ts';
import { DemoListener } from './demo-listener.ts';
import { type RunningServer, startServer } from './start-server.ts';

/**
 * The product on a fresh embedded database, against a simulated Spotify whose time runs fast, with listeners who have signed
 * in, imported their export and started their monitoring, all through the same doors as anyone. Nothing of it is kept.
 */

/** Simulated seconds per second: with three listeners, a play comes in every few seconds. */
const SPEED = 45;
/** The simulation starts this far in the past, so that it does not run ahead of the real clock for hours. */
const HEAD_START_MS = 3 * 24 * 3_600_000;
const LISTENING_AHEAD_MS = 2 * 3_600_000;
const PASSWORD = 'look around';

const LISTENERS = [
  {
    username: 'maja',
    spotifyId: 'maja.eightyears',
    description: 'eight years of history, imported from an export',
    hasExport: true,
    playlists: ['On repeat 💿', 'Shared kitchen', 'Not mine', 'All of it'],
  },
  {
    username: 'teo',
    spotifyId: 'teo.twoyears',
    description: 'two years of listening, recorded from today',
    hasExport: false,
    playlists: ['On repeat 💿', 'Shared kitchen'],
  },
  {
    username: 'noor',
    spotifyId: 'noor.newcomer',
    description: 'a newcomer of a few weeks',
    hasExport: false,
    playlists: ['On repeat 💿', 'Shared kitchen'],
  },
];

const closing: (() => Promise<void>)[] = [];
let isClosing = false;

async function close(code: number): Promise<void> {
  // A second Ctrl-C must not keep the first from ending the database.
  if (isClosing) return;
  isClosing = true;
  for (const end of closing.splice(0).toReversed()) await end().catch(console.error);
  process.exit(code);
}
process.on('SIGINT', () => void close(0));
process.on('SIGTERM', () => void close(0));

try {
  await runDemo();
} catch (error) {
  // What breaks off because of Ctrl-C is no news.
  if (!isClosing) console.error(error instanceof StartError ? error.message : error);
  await close(1);
}

async function runDemo() {
  const { PORT, LOG_LEVEL = 'warn' } = process.env;
  const { port } = loadConfig({ PORT, LOG_LEVEL });
  const directory = resolve('data', `demo-${port}`);
  await prepareDataDirectory(directory);
  // What a demo left that was killed.
  const removeData = () => removeEmbedded(directory, { info: () => {}, error: console.error });
  await removeData();
  closing.push(removeData);
  const publicUrl = `http://127.0.0.1:${port}`;
  const { startSimulator } = await import('@analytics/simulator/simulator');
  const simulator = await startSimulator({
    startAt: new Date(Date.now() - HEAD_START_MS),
    speed: SPEED,
    redirectUris: [`${publicUrl}/spotify/loginResponse`],
  });
  closing.push(() => simulator.close());

  const starting = startServer(
    loadConfig({
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATA_DIR: directory,
      LOG_LEVEL,
      ADMINS: 'maja',
      SPOTIFY_CLIENT_ID: 'simulated-client-id',
      SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
      SPOTIFY_API_URL: simulator.apiUrl,
      SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
      TZ: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    {
      pollIntervalMs: 4_000,
      sweepIntervalMs: 1_000,
      clock: simulator.clock,
      demoListeners: LISTENERS.map(({ username, description }) => ({
        username,
        password: PASSWORD,
        description,
      })),
    },
  );
  // A start that is under way is let finish, so that nothing it has begun stays behind.
  closing.push(() => starting.then((server) => server.close()));
  const server = await starting;
  console.log(`Simulated listeners are moving in …`);
  // The one with the export comes last: the statistics of the instance follow an import at once.
  for (const listener of LISTENERS.toReversed()) await moveIn(server, listener);
  announce(publicUrl);

  for (;;) {
    for (const { spotifyId } of LISTENERS) simulator.listenNow(spotifyId, LISTENING_AHEAD_MS);
    await sleep((LISTENING_AHEAD_MS * 0.8) / SPEED);
    if (simulator.clock.now() >= Date.now()) simulator.clock.setSpeed(1);
  }

  async function moveIn(
    running: RunningServer,
    { username, spotifyId, hasExport, playlists }: (typeof LISTENERS)[number],
  ) {
    const listener = await DemoListener.signUp(running.address, username, PASSWORD);
    if (hasExport) {
      const path = join(directory, `${username}.zip`);
      await simulator.writeExtendedExport(spotifyId, { layout: '2026' }, path);
      await listener.importExport(path);
    }
    await listener.connectSpotify(spotifyId);
    await listener.startMonitoring();
    await listener.watchPlaylists(playlists);
  }
}

function announce(publicUrl: string) {
  console.log(`
Analytics for Spotify, with simulated listeners: ${publicUrl}/

  Look around as maja, teo or noor; the start page has a button for each (password "${PASSWORD}").
  Plays arrive every few seconds. Ctrl-C ends the demo and removes its data.
`);
}
