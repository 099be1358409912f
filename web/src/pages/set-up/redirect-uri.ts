/** Whether Spotify refuses a redirect URI: since 2025 it takes https, and http only on a literal loopback address. */
export function isRefusedBySpotify(redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return true;
  const { protocol, hostname } = new URL(redirectUri);
  return (
    protocol !== 'https:' && !(protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]'))
  );
}
