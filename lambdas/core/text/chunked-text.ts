import type { Attributes, ItemKey, ItemStore } from '../ports/item-store.ts';
import { utf8Chunks } from './utf8-chunks.ts';

/** Most UTF-8 bytes of a text that one item carries; an item takes 400 KB, names and further attributes included. */
export const chunkBytes = 300 * 1024;

/** Where the items of a text live: `<sortPrefix>-0`, `<sortPrefix>-1` and so on in one partition. */
export interface TextPlace {
  readonly partition: string;
  readonly sortPrefix: string;
}

/** A text to keep. */
export interface PlacedText {
  readonly place: TextPlace;
  readonly text: string;
  /** Seconds since the epoch after which the table may drop it. @default never */
  readonly expiresAt?: number;
}

/**
 * Keeps a text of any length in items of at most {@link chunkBytes} each, one write for each, and answers their number:
 * whoever refers to the text keeps it beside the place.
 *
 * The same text at the same place is no change. A crash in between leaves pieces that nobody refers to, so the
 * reference is written last, and a text that has to change goes to a place of its own.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export async function writeChunkedText(
  items: Pick<ItemStore, 'write'>,
  { place, text, expiresAt }: PlacedText,
): Promise<number> {
  const pieces = utf8Chunks(text, chunkBytes);
  const lifetime: Attributes = expiresAt === undefined ? {} : { expiresAt };
  for (const [index, piece] of pieces.entries()) {
    await items.write({ kind: 'put', key: pieceKey(place, index), attributes: { piece, ...lifetime }, when: [] });
  }
  return pieces.length;
}

/** The text that was kept in so many items, one read for each; undefined when one of them is gone. */
export async function readChunkedText(
  items: Pick<ItemStore, 'get'>,
  place: TextPlace,
  count: number,
): Promise<string | undefined> {
  const stored = await Promise.all(indexes(count).map((index) => items.get(pieceKey(place, index))));
  const pieces = stored.map((item) => item?.attributes['piece']).filter((piece) => typeof piece === 'string');
  return pieces.length === count ? pieces.join('') : undefined;
}

/** Removes a text that was kept in so many items, one write for each; what is gone already is no error. */
export async function deleteChunkedText(
  items: Pick<ItemStore, 'write'>,
  place: TextPlace,
  count: number,
): Promise<void> {
  for (const index of indexes(count)) {
    await items.write({ kind: 'delete', key: pieceKey(place, index), when: [] });
  }
}

function indexes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function pieceKey({ partition, sortPrefix }: TextPlace, index: number): ItemKey {
  return { partition, sort: `${sortPrefix}-${index}` };
}
