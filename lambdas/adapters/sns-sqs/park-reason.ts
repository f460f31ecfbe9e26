import { withoutUnsendable } from './unsendable-characters.ts';

const maxCharacters = 256;

/** A reason as an attribute can hold it: never empty, at most 256 characters, without what SQS refuses. */
export function parkReason(reason: string): string {
  const sendable = withoutUnsendable(reason.slice(0, maxCharacters)).trim();
  return sendable === '' ? 'no reason given' : sendable;
}
