const placeholderOrigin = 'http://instance.invalid';

/**
 * The address to go to after a sign-in, relative to the instance, or undefined when `text` is not a page of the
 * dashboard. Whatever a browser would resolve to another host is refused.
 */
export function safeReturnTo(text: string | undefined): string | undefined {
  // A browser drops tabs and line breaks and reads a backslash as a slash.
  if (text === undefined || !text.startsWith('/') || text.includes('\\') || hasControlCharacter(text)) {
    return undefined;
  }
  if (!URL.canParse(text, placeholderOrigin)) return undefined;
  const address = new URL(text, placeholderOrigin);
  if (address.origin !== placeholderOrigin || !address.pathname.startsWith('/spotify/analytics')) {
    return undefined;
  }
  return address.pathname + address.search;
}

function hasControlCharacter(text: string): boolean {
  for (const character of text) if (character < ' ' || character === '\u007f') return true;
  return false;
}
