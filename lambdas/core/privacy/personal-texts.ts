import type { EventType } from '../../contracts/events/event-type.ts';
import { masked } from './personal-mask.ts';
import { personalParts } from './personal-values.ts';

/** A shorter one is found in any text: hiding it would leave nothing to read. */
const shortest = 3;

/** What is personal in some data as texts, the longest first, to be hidden in what was written with it in hand. */
export function personalTexts(type: EventType | undefined, data: unknown): readonly string[] {
  const { values } = personalParts(data, type?.personal ?? []);
  return values
    .flatMap(([, value]) => textsIn(value))
    .filter((text) => text.length >= shortest)
    .sort((one, other) => other.length - one.length);
}

/** A text without those texts: a reason, or what an error says. */
export function withoutTexts(text: string, texts: readonly string[]): string {
  return texts.reduce((shown, personal) => shown.replaceAll(personal, masked), text);
}

/** An error that says none of those texts, nor does any behind it; the very error when it does not anyway. */
export function errorWithout(thrown: unknown, texts: readonly string[]): unknown {
  return thrown instanceof Error && texts.some((text) => says(thrown, text)) ? hidden(thrown, texts) : thrown;
}

function says({ message, stack = '', cause }: Error, text: string): boolean {
  return message.includes(text) || stack.includes(text) || (cause instanceof Error && says(cause, text));
}

function hidden(thrown: Error, texts: readonly string[]): Error {
  const { name, message, stack = '', cause } = thrown;
  const copy = new Error(withoutTexts(message, texts), { cause: errorWithout(cause, texts) });
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  return Object.assign(copy, { name, stack: withoutTexts(stack, texts), ...code });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(textsIn);
  }
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
