import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '9090' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'development' },
    speed: { type: 'string', default: '1' },
    listeners: { type: 'string', default: '3' },
    'start-at': { type: 'string' },
    'redirect-uri': { type: 'string', multiple: true },
    pkce: { type: 'boolean', default: false },
  },
});

if (values.profile !== 'development' && values.profile !== 'older-app') {
  throw new RangeError('--profile is development or older-app');
}

const simulator = await startSimulator({
  host: values.host,
  port: Number(values.port),
  seed: Number(values.seed),
  profile: values.profile,
  speed: Number(values.speed),
  listeners: Number(values.listeners),
  ...(values['start-at'] !== undefined && { startAt: new Date(values['start-at']) }),
  ...(values['redirect-uri'] !== undefined && { redirectUris: values['redirect-uri'] }),
  ...(values.pkce && { clientSecret: null }),
});

process.stdout.write(`SPOTIFY_API_URL=${simulator.apiUrl}\nSPOTIFY_ACCOUNTS_URL=${simulator.accountsUrl}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close());
}
