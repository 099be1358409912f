import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Environment, loadConfig } from '../server/src/config.ts';

const deploy = join(import.meta.dirname, '../deploy');

interface Service {
  readonly environment: Environment;
  readonly [field: string]: unknown;
}

/** The services of the files, the later laid over the earlier, and `${NAME:-default}` as where nothing is set. */
function readServices(...files: string[]): Record<string, Service> {
  const services: Record<string, Service> = {};
  for (const file of files) {
    const text = readFileSync(join(deploy, file), 'utf8').replaceAll(
      /\$\{(\w+):[-?]([^}]*)\}/g,
      (_all, _name, value: string) => value,
    );
    const read = (parse(text) as { services: Record<string, Service> }).services;
    for (const [name, service] of Object.entries(read)) {
      const environment = { ...services[name]?.environment, ...service.environment };
      services[name] = { ...services[name], ...service, environment };
    }
  }
  return services;
}

test.each([
  { files: ['compose.yaml'], isEmbedded: true },
  { files: ['compose.yaml', 'compose.postgresql.yaml'], isEmbedded: false },
])('$files: the program accepts its settings, and is as narrow as it can be', ({ files, isEmbedded }) => {
  const { analytics, database } = readServices(...files);
  const config = loadConfig(analytics?.environment ?? {});
  expect(config.databaseUrl === undefined).toBe(isEmbedded);
  if (config.databaseUrl !== undefined) {
    const { username, password, hostname, pathname } = new URL(config.databaseUrl);
    expect(hostname).toBe('database');
    expect(database?.environment).toMatchObject({
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: decodeURIComponent(password),
      POSTGRES_DB: pathname.slice(1),
    });
  }
  expect(analytics).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    tmpfs: ['/tmp'],
  });
});
