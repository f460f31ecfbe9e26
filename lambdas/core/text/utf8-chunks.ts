/**
 * Cuts a text into pieces of at most `limit` UTF-8 bytes (at least 4) that together are the text; never inside a
 * character. An empty text is one empty piece.
 */
export function utf8Chunks(text: string, limit: number): readonly string[] {
  const chunks: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let index = 0; index < text.length;) {
    const point = text.codePointAt(index) ?? 0;
    const size = sizeOf(point);
    if (bytes + size > limit) {
      chunks.push(text.slice(start, index));
      start = index;
      bytes = 0;
    }
    bytes += size;
    index += point > 0xffff ? 2 : 1;
  }
  return [...chunks, text.slice(start)];
}

function sizeOf(point: number): number {
  if (point > 0xffff) {
    return 4;
  }
  return point > 0x7ff ? 3 : point > 0x7f ? 2 : 1;
}
