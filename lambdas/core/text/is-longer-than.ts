import { utf8Bytes } from './utf8-bytes.ts';

/** UTF-8 needs at most three bytes for each UTF-16 code unit. */
const bytesPerCodeUnit = 3;

/** Whether a text has more than so many UTF-8 bytes; counts them only when its length leaves a doubt. */
export function isLongerThan(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * bytesPerCodeUnit > bytes && utf8Bytes(text) > bytes);
}
