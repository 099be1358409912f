import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MANUAL = join(import.meta.dirname, '../../docs/operating.md');

/** The examples of the manual in this language, in order. */
export function readExamples(language: string): string[] {
  const blocks = [...readFileSync(MANUAL, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, name, text = '']) => (name === language ? [text] : []));
}

/**
 * An example of the manual with other addresses.
 * @throws Error when there is no example, or one of the texts to be changed does not stand in it
 */
export function changeExample(
  example: string | undefined,
  changes: Readonly<Record<string, string>>,
): string {
  if (example === undefined) throw new Error('docs/operating.md has no such example');
  let text = example;
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`the example in docs/operating.md has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}
