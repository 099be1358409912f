const formatters = new Map<string, Intl.DateTimeFormat>();

/** A formatter of dates in the reader's locale, or in another. Each is made once: that takes longer than a thousand uses of it. */
export function formatter(
  timezone: string,
  options: Intl.DateTimeFormatOptions,
  locale?: string,
): Intl.DateTimeFormat {
  const key = JSON.stringify([timezone, locale, options]);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone });
  formatters.set(key, made);
  return made;
}
