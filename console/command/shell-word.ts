import { printable } from './printable.ts';

/** A word as a shell takes it for one: keys come from messages, and what is shown to be typed must do no more than it says. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", String.raw`'\''`)}'`;
}
