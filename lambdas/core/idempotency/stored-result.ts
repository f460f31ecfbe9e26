import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { utf8Bytes } from '../event-store/utf8-bytes.ts';
import type { Attributes, Item, ItemKey, ItemStore } from '../ports/item-store.ts';
import type { Claim } from './claim.ts';
import { utf8Chunks } from './utf8-chunks.ts';

/** Most UTF-8 bytes of a result that an item carries; an item takes 400 KB, names and the mark's own fields included. */
export const longestResultBytes = 300 * 1024;

/**
 * Answers the attributes that keep a result with its mark, after it has spilled what is too long for one item into
 * items of its own: one more write for every 300 KB.
 *
 * The pieces carry the attempt in their key, so that two owners of one claim never mix theirs.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export async function keptResult(
  { claim, text, expiresAt }: { readonly claim: Claim; readonly text: string; readonly expiresAt: number },
  items: Pick<ItemStore, 'write'>,
): Promise<Attributes> {
  if (utf8Bytes(text) <= longestResultBytes) {
    return { result: text };
  }
  const pieces = utf8Chunks(text, longestResultBytes);
  for (const [index, piece] of pieces.entries()) {
    const key = pieceKey(claim.key, claim.attempt, index);
    await items.write({ kind: 'put', key, attributes: { piece, expiresAt }, when: [] });
  }
  return { pieces: pieces.length };
}

/**
 * The result that was kept with a mark.
 *
 * @throws PipelineError `result-missing` when the mark has none, or the table dropped a part of it after its time.
 */
export async function storedResult({ key, attributes }: Item, items: Pick<ItemStore, 'get'>): Promise<string> {
  const { result, pieces, attempt } = attributes;
  if (typeof result === 'string') {
    return result;
  }
  if (typeof pieces !== 'number' || typeof attempt !== 'string') {
    throw missing('no result');
  }
  const indexes = Array.from({ length: pieces }, (_, index) => index);
  const stored = await Promise.all(indexes.map((index) => items.get(pieceKey(key, attempt, index))));
  return stored.map((item, index) => pieceOf(item, `piece ${index} of ${pieces} missing`)).join('');
}

function pieceOf(item: Item | undefined, fault: string): string {
  const piece = item?.attributes['piece'];
  if (typeof piece !== 'string') {
    throw missing(fault);
  }
  return piece;
}

function missing(fault: string): PipelineError {
  return new PipelineError(`a handled message must have its whole result kept, got ${fault}`, {
    code: 'result-missing',
  });
}

function pieceKey({ partition }: ItemKey, attempt: string, index: number): ItemKey {
  return { partition, sort: `result-${attempt}-${index}` };
}
