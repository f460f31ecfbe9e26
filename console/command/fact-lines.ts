import { printable } from './printable.ts';

/** Characters of the column of names, at least. */
const leastWidth = 10;

/** Names and values, one pair a line, in two columns that a terminal may be given. */
export function factLines(facts: readonly (readonly [string, unknown])[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => name.length), leastWidth);
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${printable(String(value))}`);
}

/** A text as it is, anything else as indented JSON, in lines that a terminal may be given. */
export function prettyLines(value: unknown): readonly string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return text.split('\n').map((line) => printable(line));
}
