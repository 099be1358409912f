import type { ExclusionInput } from '@analytics/contract/exclusion';
import { renewFewFigures } from '../accounts/renew-figures.ts';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { keepCatalogue } from '../database/locks.queries.ts';
import { DomainError } from '../errors.ts';
import { deleteExclusion, insertExclusion, isOwn } from './exclusions.queries.ts';

/**
 * Counts a track, an artist or a playlist no longer. Figures of a long history follow in the background (`renewFigures`), others at
 * once. Answers the id of the exclusion.
 * @throws DomainError `not-found` for what the listener has not played or does not watch, `wrong-state` when it is excluded already
 */
export async function exclude(
  database: Database,
  listenerId: ListenerId,
  input: ExclusionInput,
): Promise<number> {
  const id = await database.transaction().execute(async (trx) => {
    await keepCatalogue(trx);
    if (!(await isOwn(trx, listenerId, input))) {
      throw new DomainError(
        'not-found',
        input.kind === 'playlist'
          ? 'You watch no such playlist.'
          : `There is no such ${input.kind} in your history.`,
      );
    }
    return insertExclusion(trx, listenerId, input);
  });
  if (id === undefined) throw new DomainError('wrong-state', `This ${input.kind} is excluded already.`);
  await renewFewFigures(database, listenerId);
  return id;
}

/** Counts again what was excluded. @throws DomainError `not-found` when the listener has no exclusion of this id */
export async function include(database: Database, listenerId: ListenerId, id: number): Promise<void> {
  await deleteExclusion(database, listenerId, id);
  await renewFewFigures(database, listenerId);
}
