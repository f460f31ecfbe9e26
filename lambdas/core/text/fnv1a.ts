/**
 * A hash of a text as a whole number below 2^32: spreads well, resists nobody, and stays the same for ever.
 *
 * FNV-1a over UTF-16 code units. Source: https://www.rfc-editor.org/rfc/rfc9923
 */
export function fnv1a(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
