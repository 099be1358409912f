import { type Config, loadConfig, readEnvironment } from './config.ts';
import { StartError } from './errors.ts';

/** Runs a program that is given the settings of the instance and one argument, prints what it says, and ends. */
export async function runProgram(
  usage: string,
  run: (config: Config, argument: string) => Promise<string>,
): Promise<void> {
  try {
    const [argument, ...rest] = process.argv.slice(2);
    if (argument === undefined || rest.length > 0) throw new StartError(`Call it so: ${usage}`);
    const config = loadConfig(readEnvironment('.env', process.env));
    process.stdout.write(`${await run(config, argument)}\n`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
