import { readText } from '../read-values.ts';

const MAX_URI_LENGTH = 4_000;

/** What a local file's URI says about it; every part may be empty. */
interface LocalTrack {
  localUri: string;
  artistName: string | null;
  albumName: string | null;
  trackName: string | null;
}

/** Whether this is the URI of a file from the listener's own disk. */
export function isLocalUri(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('spotify:local:');
}

/** Reads `spotify:local:<artist>:<album>:<title>:<seconds>`, whose parts are form-encoded. */
export function readLocalUri(uri: string): LocalTrack {
  const localUri = readText(uri, MAX_URI_LENGTH) ?? uri;
  const [, , artist, album, title] = localUri.split(':');
  return { localUri, artistName: decode(artist), albumName: decode(album), trackName: decode(title) };
}

function decode(part: string | undefined): string | null {
  const spaced = (part ?? '').replaceAll('+', ' ');
  try {
    return readText(decodeURIComponent(spaced));
  } catch {
    // Not valid percent-encoding: the raw spelling still tells the listener which file it was.
    return readText(spaced);
  }
}
