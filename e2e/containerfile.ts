import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the container image runs the program, as `deploy/Containerfile` says in its last stage. */
export interface ImageSettings {
  readonly uid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly stopSignal: NodeJS.Signals;
  /** The command by which the stage before compiles the code, as the account of the image. */
  readonly warmUp: readonly string[];
}

/** @throws Error when an instruction is missing or written otherwise than this can read */
export function readContainerfile(): ImageSettings {
  const text = readFileSync(join(import.meta.dirname, '../deploy/Containerfile'), 'utf8');
  const lastStage = text.slice(text.lastIndexOf('\nFROM '));
  const find = (source: string, pattern: RegExp) => {
    const found = pattern.exec(source)?.[1];
    if (found === undefined) throw new Error(`deploy/Containerfile has nothing like ${String(pattern)}`);
    return found;
  };
  const env = [...lastStage.matchAll(/^ENV ([A-Z_]+)=(\S+)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return {
    uid: Number(find(lastStage, /^USER (\d+):\d+$/m)),
    env: Object.fromEntries(env) as Record<string, string>,
    command: JSON.parse(find(lastStage, /^CMD (\[.*\])$/m)) as string[],
    healthCheck: JSON.parse(find(lastStage, /^HEALTHCHECK .*\\\n +CMD (\[.*\])$/m)) as string[],
    stopSignal: find(lastStage, /^STOPSIGNAL (SIG[A-Z]+)$/m) as NodeJS.Signals,
    warmUp: find(text, /setpriv .*\\\n +(node .*) \\$/m).split(' '),
  };
}
