import { startServer } from './app/start-server.ts';
import { loadConfig, readEnvironment } from './config.ts';
import { StartError } from './errors.ts';

/** In-flight work has this long after SIGTERM; orchestrators kill after 30 s, and so must we end before. */
const LONGEST_CLOSE_MS = 10_000;

try {
  const config = loadConfig(readEnvironment('.env', process.env));
  const starting = startServer(config);
  let isClosing = false;
  const close = (signal: string) => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => {
      console.error(`${signal}: closing takes too long, ending anyway`);
      process.exit(1);
    }, LONGEST_CLOSE_MS).unref();
    // A start that is under way is let finish, so that nothing it has begun stays behind.
    starting
      .then((server) => {
        server.log.info(`${signal}: closing`);
        return server.close();
      })
      .then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);

  const server = await starting;
  if (config.role === 'worker') server.log.info('taking jobs');
  else server.log.info(`listening at ${server.address}; open ${config.publicUrl}/`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
