/** The path under which the instance lives, without its last slash: '' at the root, '/music' under a prefix. */
export const basePathOf = (baseAddress: string): string => new URL(baseAddress).pathname.replace(/\/+$/, '');

/** An address of this instance, `path` without a leading slash. */
export const addressOf = (path: string): URL => new URL(path, document.baseURI);
