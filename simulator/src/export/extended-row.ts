import type { Catalogue } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import type { Listener } from '../listener.ts';
import { Random, seedOf } from '../random.ts';
import { devices, type Stream } from '../stream.ts';
import { type ExtendedLayout, isOlder } from './layout.ts';

/** Who an export is about. */
export type ExportedListener = Pick<Listener, 'id' | 'country' | 'seed'>;

/** What the maker of rows needs to know. */
export interface RowSource {
  catalogue: Catalogue;
  listener: ExportedListener;
  layout: ExtendedLayout;
  /** Whether the oddities of real exports are put in. */
  quirks: boolean;
}

/** What a row holds, so that tests can tell how many of each an import must find. */
export type RowKind = 'track' | 'local' | 'unnamed' | 'episode' | 'audiobook';

/** One row of an Extended streaming history, with what a test may want to know about it. */
export interface ExtendedRow {
  kind: RowKind;
  isVideo: boolean;
  /** The track id is that of the same recording on another album. */
  isRelinked: boolean;
  isIncognito: boolean;
  isOffline: boolean;
  msPlayed: number;
  /** Instant of `ts`, ms. */
  tsAt: number;
  fields: Record<string, string | number | boolean | null>;
}

const HOUR_MS = 3_600_000;
const AUDIOBOOK = { title: 'The Ferry at Low Tide', uri: 'spotify:show:4kQm2ZpX7tYvB1nR8sLd0W' };

/** The row of a stream; advertisements have none. The same stream always gives the same row. */
export function extendedRow(source: RowSource, stream: Stream): ExtendedRow | undefined {
  if (stream.kind === 'ad') return undefined;
  const random = new Random(seedOf(source.listener.seed, 'row', stream.startAt));
  const subject = subjectOf(source, stream, random);
  const isIncognito = stream.kind === 'private';
  const tsAt = Math.floor((stream.offline ? stream.visibleAt : stream.endAt) / 1000) * 1000;
  const fields = isOlder(source.layout)
    ? olderFields(source, stream, subject, tsAt, random)
    : newerFields(source, stream, subject, tsAt, random);
  const { kind, isVideo, isRelinked } = subject;
  const { msPlayed, offline } = stream;
  return { kind, isVideo, isRelinked, isIncognito, isOffline: offline, msPlayed, tsAt, fields };
}

interface Subject {
  kind: RowKind;
  isVideo: boolean;
  isRelinked: boolean;
  /** Track, artist, album and URI; then episode, show and URI; then the four audiobook fields. */
  track: (string | null)[];
  episode: (string | null)[];
  audiobook: (string | null)[];
}

function subjectOf(source: RowSource, stream: Stream, random: Random): Subject {
  const { catalogue, quirks } = source;
  const nothing: Subject = {
    kind: 'unnamed',
    isVideo: false,
    isRelinked: false,
    track: [null, null, null, null],
    episode: [null, null, null],
    audiobook: [null, null, null, null],
  };
  if (stream.kind === 'local') {
    const { title, artist, album } = elementAt(catalogue.localFiles, stream.index);
    return { ...nothing, kind: 'local', track: [title, artist, album, null] };
  }
  if (stream.kind === 'episode') {
    const { id, name, showName, video } = elementAt(catalogue.episodes, stream.index);
    if (quirks && !isOlder(source.layout) && !video && random.chance(0.2)) {
      const chapter = `Chapter ${(stream.index % 12) + 1}`;
      const audiobook = [AUDIOBOOK.title, AUDIOBOOK.uri, `spotify:episode:${id}`, chapter];
      return { ...nothing, kind: 'audiobook', audiobook };
    }
    return {
      ...nothing,
      kind: 'episode',
      isVideo: video,
      episode: [name, showName, `spotify:episode:${id}`],
    };
  }
  const isShort = stream.msPlayed < 30_000;
  if (quirks && isShort && random.chance(0.01)) return nothing;
  const played = elementAt(catalogue.tracks, stream.index);
  const isRelinked = quirks && played.relinkedIndex !== undefined && random.chance(0.25);
  const track = isRelinked ? elementAt(catalogue.tracks, played.relinkedIndex ?? played.index) : played;
  const artist = elementAt(catalogue.artists, elementAt(track.artistIndexes, 0)).name;
  const album = elementAt(catalogue.albums, track.albumIndex).name;
  const isVideo = quirks && random.chance(0.002);
  return {
    ...nothing,
    kind: 'track',
    isVideo,
    isRelinked,
    track: [track.name, artist, album, `spotify:track:${track.id}`],
  };
}

type Fields = ExtendedRow['fields'];

function olderFields(
  source: RowSource,
  stream: Stream,
  subject: Subject,
  tsAt: number,
  random: Random,
): Fields {
  const knowsStart = stream.offline || random.chance(0.5);
  const hasReasons = !source.quirks || random.chance(0.97);
  return {
    ts: tsText(tsAt),
    username: source.listener.id,
    platform: elementAt(devices, stream.device).platform,
    ms_played: stream.msPlayed,
    conn_country: country(source, random),
    ip_addr_decrypted: address(random),
    user_agent_decrypted: random.chance(0.3) ? 'unknown' : null,
    ...mediaFields(subject),
    reason_start: hasReasons ? stream.reasonStart : '',
    reason_end: hasReasons ? stream.reasonEnd : random.chance(0.5) ? '' : null,
    shuffle: stream.shuffle,
    skipped: stream.skipped && random.chance(0.2) ? true : null,
    offline: subject.isVideo ? null : stream.offline,
    offline_timestamp: knowsStart ? startOf(source, stream, random) : 0,
    incognito_mode: stream.kind === 'private',
  };
}

function newerFields(
  source: RowSource,
  stream: Stream,
  subject: Subject,
  tsAt: number,
  random: Random,
): Fields {
  const [title = null, uri = null, chapterUri = null, chapter = null] = subject.audiobook;
  const startAt = startOf(source, stream, random);
  const inMs = source.quirks && random.chance(0.08);
  return {
    ts: tsText(tsAt),
    platform: elementAt(devices, stream.device).platform,
    ms_played: stream.msPlayed,
    conn_country: country(source, random),
    ip_addr: address(random),
    ...mediaFields(subject),
    audiobook_title: title,
    audiobook_uri: uri,
    audiobook_chapter_uri: chapterUri,
    audiobook_chapter_title: chapter,
    reason_start: stream.reasonStart,
    reason_end: stream.reasonEnd,
    shuffle: stream.shuffle,
    skipped: stream.skipped,
    offline: subject.isVideo ? null : stream.offline,
    offline_timestamp: inMs ? startAt : Math.floor(startAt / 1000),
    incognito_mode: stream.kind === 'private',
  };
}

function mediaFields({ track, episode }: Subject): Fields {
  return {
    master_metadata_track_name: track[0] ?? null,
    master_metadata_album_artist_name: track[1] ?? null,
    master_metadata_album_album_name: track[2] ?? null,
    spotify_track_uri: track[3] ?? null,
    episode_name: episode[0] ?? null,
    episode_show_name: episode[1] ?? null,
    spotify_episode_uri: episode[2] ?? null,
  };
}

/** The client's own start time; some Windows machines were four hours ahead, so that the play ends after `ts`. */
function startOf({ quirks }: RowSource, stream: Stream, random: Random): number {
  const endsAfterUpload = stream.endAt + 4 * HOUR_MS > stream.visibleAt;
  const isWrong = quirks && stream.offline && stream.device === 1 && endsAfterUpload && random.chance(0.4);
  return stream.startAt + (isWrong ? 4 * HOUR_MS : 0);
}

function country({ listener, quirks }: RowSource, random: Random): string | null {
  if (!quirks) return listener.country;
  const luck = random.next();
  return luck < 0.005 ? null : luck < 0.02 ? 'ZZ' : listener.country;
}

/** From the address ranges reserved for documentation. */
function address(random: Random): string | null {
  if (random.chance(0.02)) return null;
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.between(1, 255)}`;
}

/** An instant as exports write it. */
export function tsText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
