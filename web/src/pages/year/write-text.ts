interface TextPlace {
  x: number;
  /** Of the line that the letters stand on. */
  y: number;
  font: string;
  colour: string;
  align?: CanvasTextAlign;
  /** What is longer is cut off and ends with an ellipsis. */
  maxWidth?: number;
}

/** Writes one line on a canvas. */
export function writeText(context: CanvasRenderingContext2D, text: string, place: TextPlace): void {
  const { x, y, font, colour, align = 'left', maxWidth = Number.POSITIVE_INFINITY } = place;
  context.font = font;
  context.fillStyle = colour;
  context.textAlign = align;
  context.fillText(
    shorten(text, (some) => context.measureText(some).width <= maxWidth),
    x,
    y,
  );
}

/** As much of a text as fits, by whole characters as people see them. */
function shorten(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  while (letters.length > 0 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
