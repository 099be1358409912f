/** Spotify's verdict on a redirect URI: fine, or what the error page says. */
export type RedirectVerdict = 'allowed' | 'Insecure redirect URI' | 'Invalid redirect URI';

/** Judges a redirect URI as Spotify has done since 2025: https, or http on a loopback literal; `localhost` never. */
export function judgeRedirectUri(asked: string, registered: readonly string[]): RedirectVerdict {
  const uri = parse(asked);
  if (uri === undefined) return 'Invalid redirect URI';
  if (!isSecure(uri)) return 'Insecure redirect URI';
  return registered.some((known) => isSame(asked, known)) ? 'allowed' : 'Invalid redirect URI';
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(uri: URL): boolean {
  return uri.protocol === 'http:' && (uri.hostname === '127.0.0.1' || uri.hostname === '[::1]');
}

function isSecure(uri: URL): boolean {
  return isLoopback(uri) || (uri.protocol === 'https:' && uri.hostname !== 'localhost');
}

/** Exact match, except that a loopback literal registered without a port accepts any port. */
function isSame(asked: string, known: string): boolean {
  if (asked === known) return true;
  const uri = parse(known);
  if (uri === undefined || !isLoopback(uri) || uri.port !== '') return false;
  return asked.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d{1,5}(?=\/|$)/, '$1') === known;
}
