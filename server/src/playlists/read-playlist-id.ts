import { DomainError } from '../errors.ts';

const ID = '([0-9A-Za-z]{22})';
const URI = new RegExp(`^spotify:(?:user:[^:]+:)?playlist:${ID}$`);
/** As it is shared: with or without the protocol, a locale before the path and a query after it; the form of 2018 names the owner. */
const ADDRESS = new RegExp(
  String.raw`^(?:https?://)?(?:open|play)\.spotify\.com/(?:intl-[\w-]+/)?(?:embed/)?(?:user/[^/?#]+/)?playlist/${ID}/?(?:[?#].*)?$`,
  'i',
);

/**
 * The Spotify id of a playlist that a listener names by web address, URI or id.
 * @throws DomainError `invalid-request`
 */
export function readPlaylistId(text: string): string {
  const trimmed = text.trim();
  for (const form of [new RegExp(`^${ID}$`), URI, ADDRESS]) {
    const id = form.exec(trimmed)?.[1];
    if (id !== undefined) return id;
  }
  throw new DomainError(
    'invalid-request',
    'This is no playlist. Give its address (https://open.spotify.com/playlist/…), its URI (spotify:playlist:…) or its id of 22 letters and digits.',
  );
}
