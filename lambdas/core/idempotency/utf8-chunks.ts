import { utf8Bytes } from '../event-store/utf8-bytes.ts';

/**
 * Cuts a text into pieces of at most `limit` UTF-8 bytes (at least 4) that together are the text; never inside a
 * character. An empty text is one empty piece.
 */
export function utf8Chunks(text: string, limit: number): readonly string[] {
  const chunks: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let index = 0; index < text.length;) {
    const width = (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    const size = utf8Bytes(text.slice(index, index + width));
    if (bytes + size > limit) {
      chunks.push(text.slice(start, index));
      start = index;
      bytes = 0;
    }
    bytes += size;
    index += width;
  }
  return [...chunks, text.slice(start)];
}
