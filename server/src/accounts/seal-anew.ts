import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { findSealedConnection, replaceSealedTokens } from './connections.queries.ts';
import type { Seal } from './seal.ts';
import { listSealedSettings, replaceSealedSetting } from './settings.queries.ts';

const WAIT_FOR_REFRESH_MS = 500;

/** What became of the envelopes that the former key had sealed. */
interface SealedAnew {
  anew: number;
  /** Altered or cut off, and left as they were: no key opens them. */
  unreadable: number;
}

/**
 * Seals everything with the current key that the former one had sealed, so that the former can be dropped. Each envelope takes the
 * place of the very one that it was made from: it can be broken off and begun anew at any time, and by many at once.
 */
export async function sealAnew(database: Database, seal: Seal): Promise<SealedAnew> {
  const result: SealedAnew = { anew: 0, unreadable: 0 };
  const { formerMark } = seal;
  if (formerMark === undefined) return result;
  for (const { name, sealedValue } of await listSealedSettings(database, formerMark)) {
    const text = seal.open(sealedValue);
    if (text === undefined) result.unreadable += 1;
    else if (await replaceSealedSetting(database, name, sealedValue, seal.seal(text))) result.anew += 1;
  }
  let lastId = 0;
  for (;;) {
    const connection = await findSealedConnection(database, formerMark, lastId);
    if (!connection) return result;
    const access = seal.open(connection.sealedAccessToken);
    const refresh = seal.open(connection.sealedRefreshToken);
    if (access === undefined || refresh === undefined) {
      result.unreadable += 1;
      lastId = connection.id;
    } else if (
      await replaceSealedTokens(database, connection, {
        sealedAccessToken: seal.seal(access),
        sealedRefreshToken: seal.seal(refresh),
      })
    ) {
      result.anew += 1;
      lastId = connection.id;
    } else {
      // It is being refreshed, or has just been; then there are other tokens to look at.
      await sleep(WAIT_FOR_REFRESH_MS);
    }
  }
}
