const maxCharacters = 256;
const unsendable = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A reason as an attribute can hold it: never empty, at most 256 characters, without what SQS refuses. */
export function parkReason(reason: string): string {
  const sendable = reason.slice(0, maxCharacters).replace(unsendable, '?').trim();
  return sendable === '' ? 'no reason given' : sendable;
}
