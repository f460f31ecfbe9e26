/** Bytes as events of Lambda list them: numbers of Java, from -128 to 127. */
export function signedBytes(bytes: Uint8Array): readonly number[] {
  return [...new Int8Array(bytes)];
}
