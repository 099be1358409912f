import { parseFoundTracks, parseTrack, parseTracks, type WireTrack } from '../spotify/web-api.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { type Answered, type EnrichmentContext, EnrichmentRun } from './enrichment-run.ts';
import { mayAskOneOnly, noteBatchRefused, noteRun } from './enrichment.queries.ts';
import { describeTrack } from './track-description.ts';

/** So many tracks Spotify describes in one answer. Source: its reference of "Get Several Tracks". */
const BATCH = 50;

/**
 * Completes tracks of which no more is known than what exports tell, the most played first: those with an id, then those with
 * none. Answers when to go on, when something is left that Spotify would not tell now. What it did not answer is never taken for an
 * answer.
 */
export async function enrichCatalogue(
  context: EnrichmentContext,
  signal: AbortSignal,
): Promise<Date | undefined> {
  const run = new EnrichmentRun(context, signal);
  const pauses = [await run.stage(describeNext), await run.stage(findNext)].filter((at) => at !== undefined);
  if (signal.aborted) return undefined;
  await noteRun(context.database, run.error);
  return pauses.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** Describes tracks by their ids: many at once where the app may, else one. */
async function describeNext(run: EnrichmentRun): Promise<boolean> {
  const { database, appId } = run.context;
  const tracks = await run.toDescribe.take(BATCH);
  if (tracks.length === 0) return false;
  const spotifyIds = new Map(tracks.map(({ id, spotifyId }) => [id, spotifyId]));
  // Spotify may answer with another id of the same track; it was asked for this one.
  const describe = (wire: WireTrack, id: number) =>
    describeTrack({ ...wire, id: spotifyIds.get(id) ?? null });
  const answers = (await mayAskOneOnly(database, appId)) ? undefined : await askForMany(run, tracks);
  if (answers) {
    await run.store(answers, describe);
    return true;
  }
  for (const track of tracks) {
    if (!run.isFailing) await run.store([await askForOne(run, track)], describe);
  }
  return true;
}

interface Asked {
  readonly id: number;
  readonly spotifyId: string;
}

/** Answers undefined where the app may not. */
async function askForMany(run: EnrichmentRun, tracks: readonly Asked[]): Promise<Answered[] | undefined> {
  const { database, appId } = run.context;
  const ids = tracks.map(({ id }) => id);
  try {
    const spotifyIds = tracks.map(({ spotifyId }) => spotifyId).join(',');
    const answer = await run.ask('tracks', `/v1/tracks?ids=${spotifyIds}`, ids);
    const described = parseTracks(answer) ?? [];
    // That there is no such track has to be said of it alone to be believed.
    const denied = tracks.filter((_, index) => described[index] === null);
    const confirmed: Answered[] = [];
    for (const track of denied) confirmed.push(await askForOne(run, track));
    return tracks.map(
      ({ id }, index) => confirmed.find((answered) => answered.id === id) ?? { id, track: described[index] },
    );
  } catch (error) {
    if (!(error instanceof SpotifyError) || error.kind !== 'forbidden') throw error;
    await noteBatchRefused(database, appId);
    return undefined;
  }
}

async function askForOne(run: EnrichmentRun, { id, spotifyId }: Asked): Promise<Answered> {
  try {
    return { id, track: parseTrack(await run.ask('tracks', `/v1/tracks/${spotifyId}`, [id])) };
  } catch (error) {
    if (!(error instanceof SpotifyError)) throw error;
    if (error.kind === 'not-found') return { id, track: null };
    if (error.kind === 'forbidden') return { id, track: undefined };
    throw error;
  }
}

/** Looks for a track by its names. What is found joins the recording of the name (see `group-recordings.ts`). */
async function findNext(run: EnrichmentRun): Promise<boolean> {
  const [track] = await run.toFind.take(1);
  if (!track) return false;
  const { id, name, artistName } = track;
  const words = `track:"${unquoted(name)}" artist:"${unquoted(artistName)}"`;
  const path = `/v1/search?type=track&limit=5&q=${encodeURIComponent(words)}`;
  const found = parseFoundTracks(await run.ask('search', path, [id]));
  const isIt = (wire: WireTrack) =>
    isSame(wire.name, name) && isSame(wire.artists[0]?.name ?? '', artistName);
  const match = found?.find(isIt);
  if (match) await run.store([{ id, track: match }], describeTrack);
  // It need not be looked for again soon, whatever becomes of the two.
  await run.store([{ id, track: found && null }], describeTrack);
  return true;
}

const unquoted = (text: string) => text.replaceAll('"', ' ');
const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
