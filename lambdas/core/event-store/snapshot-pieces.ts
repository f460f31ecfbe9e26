import type { Delete, ItemKey, ItemStore, Put } from '../ports/item-store.ts';
import { chunkBytes } from '../text/chunked-text.ts';
import { utf8Chunks } from '../text/utf8-chunks.ts';
import type { Snapshot } from './snapshot.ts';

/** Whose state a text is. */
export interface SnapshotPlace {
  readonly stream: string;
  readonly reducer: number;
}

/**
 * The writes that keep the text of a state in items of at most 300 KiB beside the tip, to be made in the transaction
 * that lets the tip lead to them: so they are never another append's than the tip says.
 */
export function snapshotPieces(place: SnapshotPlace, version: number, text: string): readonly Put[] {
  return utf8Chunks(text, chunkBytes).map((piece, index) => ({
    kind: 'put',
    key: pieceKey(place, index),
    attributes: { version, piece },
    when: [],
  }));
}

/** The writes that take away what an older snapshot leaves behind: all its pieces, or those behind the first few. */
export function staleSnapshotPieces(
  stream: string,
  old: Snapshot | undefined,
  kept: { readonly reducer: number; readonly pieces: number },
): readonly Delete[] {
  if (old === undefined || typeof old.kept === 'string') {
    return [];
  }
  const place = { stream, reducer: old.reducer };
  const first = old.reducer === kept.reducer ? kept.pieces : 0;
  return Array.from({ length: Math.max(old.kept.pieces - first, 0) }, (_, index) => ({
    kind: 'delete',
    key: pieceKey(place, first + index),
    when: [],
  }));
}

/**
 * The text of a snapshot that lies in items of its own: one query, of one request for each MiB.
 *
 * Undefined unless every piece is there and of the very version: while it was read, a newer one may have come.
 */
export async function readSnapshotPieces(
  items: Pick<ItemStore, 'query'>,
  stream: string,
  { reducer, version, pieces }: { readonly reducer: number; readonly version: number; readonly pieces: number },
): Promise<string | undefined> {
  const found = await items.query({ partition: stream, sortPrefix: prefixOf(reducer) });
  const texts = found
    .filter(({ attributes }) => attributes['version'] === version)
    .map(({ attributes }) => attributes['piece'])
    .filter((piece) => typeof piece === 'string');
  return texts.length === pieces ? texts.join('') : undefined;
}

function pieceKey({ stream, reducer }: SnapshotPlace, index: number): ItemKey {
  return { partition: stream, sort: `${prefixOf(reducer)}${String(index).padStart(3, '0')}` };
}

function prefixOf(reducer: number): string {
  return `snapshot#${reducer}#`;
}
