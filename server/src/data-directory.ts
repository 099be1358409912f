import { randomBytes } from 'node:crypto';
import { access, constants, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './errors.ts';

/**
 * Makes `DATA_DIR` when absent. Others may pass through it (the embedded server's account has to) but not list it.
 * @throws StartError when it cannot be made or written to.
 */
export async function prepareDataDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o711 });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data directory ${directory} cannot be used (${(error as Error).message}). Make it writable for this user, or set DATA_DIR to another folder.`,
    );
  }
}

/** The key made at the first start and kept in `DATA_DIR/secret-key`; many processes may ask at once. */
export async function readOrMakeSecretKey(directory: string): Promise<string> {
  const path = join(directory, 'secret-key');
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new StartError(`The secret key in ${path} cannot be read: ${(error as Error).message}`);
    }
  }
  await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readFile(path, 'utf8');
}
