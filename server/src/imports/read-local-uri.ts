import { readText } from './read-values.ts';

/** What a local file's URI says about it; every part may be empty. */
interface LocalNames {
  artistName: string | null;
  albumName: string | null;
  trackName: string | null;
}

/** Reads `spotify:local:<artist>:<album>:<title>:<seconds>`, whose parts are form-encoded. */
export function readLocalNames(uri: string): LocalNames {
  const [, , artist, album, title] = uri.split(':');
  return { artistName: decode(artist), albumName: decode(album), trackName: decode(title) };
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
