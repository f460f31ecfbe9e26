const decoder = new TextDecoder('utf-8', { fatal: true });

/** What JSON never holds bare, and what a queue of dead letters refuses. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u;

/**
 * The text of bytes that an event carries as base64; undefined for anything else: other types, base64 that is not
 * canonical, bytes that are no UTF-8.
 */
export function encodedText(value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const bytes = Buffer.from(value, 'base64');
  // Buffer skips what is no base64 and so never refuses anything.
  if (bytes.toString('base64') !== value) {
    return undefined;
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The body of a record whose bytes came as base64, decoded for this record alone.
 *
 * What no message can be is carried so that it is parked with nothing lost, in a form that every parking takes: bytes
 * that are no text as the base64 that came, and a record without bytes (a tombstone) whole, as JSON.
 */
export function encodedBody(value: unknown, record: unknown): string {
  if (typeof value !== 'string' || value === '') {
    return JSON.stringify(record ?? null);
  }
  const text = encodedText(value);
  return text === undefined || text === '' || controlCharacter.test(text) ? value : text;
}
