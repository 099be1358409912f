const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const roundPercent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

/** A whole number, grouped as the reader's locale does. */
export const formatNumber = (value: number): string => whole.format(value);

/** A number with one decimal where it has one. */
export const formatDecimal = (value: number): string => fine.format(value);

/** A part of the whole, 0 to 1, in per cent. */
export const formatShare = (share: number): string => percent.format(share);

/** A part of the whole in whole per cent. */
export const formatPercent = (part: number): string => roundPercent.format(part);

/** A number with its noun: `1 play`, `2,300 plays`. */
export const formatCount = (value: number, noun: string): string =>
  `${formatNumber(value)} ${value === 1 ? noun : `${noun}s`}`;
