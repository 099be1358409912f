import { resolve } from 'node:path';
import { type Config, loadConfig, readEnvironment } from './config.ts';
import { StartError } from './errors.ts';

/** Runs a program that is given the settings of the instance and one file, prints what it says, and ends. */
export async function runOnFile(
  usage: string,
  run: (config: Config, path: string) => Promise<string>,
): Promise<void> {
  try {
    const [file, ...rest] = process.argv.slice(2);
    if (file === undefined || rest.length > 0) throw new StartError(`Name one file: ${usage}`);
    const config = loadConfig(readEnvironment('.env', process.env));
    process.stdout.write(`${await run(config, resolve(file))}\n`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
