const seed = 0x9747b28c;
const mix = 0x5bd1e995;

/**
 * The 32-bit hash by which Kafka's Java client spreads keys; signed, as there.
 *
 * Source: https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/common/utils/Utils.java
 */
export function murmur2(data: Uint8Array): number {
  const words = data.length >>> 2;
  let hash = seed ^ data.length;
  for (let word = 0; word < words; word += 1) {
    const mixed = Math.imul(bytesAt(data, word * 4, 4), mix);
    hash = Math.imul(hash, mix) ^ Math.imul(mixed ^ (mixed >>> 24), mix);
  }
  const rest = data.length & 3;
  if (rest > 0) {
    hash = Math.imul(hash ^ bytesAt(data, words * 4, rest), mix);
  }
  hash = Math.imul(hash ^ (hash >>> 13), mix);
  return (hash ^ (hash >>> 15)) | 0;
}

/** Up to four bytes as a little-endian number. */
function bytesAt(data: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) {
    value |= (data[start + index] ?? 0) << (8 * index);
  }
  return value;
}
