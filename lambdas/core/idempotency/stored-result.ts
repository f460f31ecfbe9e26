import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, Item, ItemKey, ItemStore } from '../ports/item-store.ts';
import { type TextPlace, chunkBytes, readChunkedText, writeChunkedText } from '../text/chunked-text.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';
import type { Claim } from './claim.ts';

/** Most UTF-8 bytes of a result that its mark carries. */
export const longestResultBytes = chunkBytes;

/**
 * Answers the attributes that keep a result with its mark, after it has spilled what is too long for one item into
 * items of its own: one more write for every 300 KB.
 *
 * The pieces carry the attempt in their key, so that two owners of one claim never mix theirs.
 */
export async function keptResult(
  { claim, text, expiresAt }: { readonly claim: Claim; readonly text: string; readonly expiresAt: number },
  items: Pick<ItemStore, 'write'>,
): Promise<Attributes> {
  if (utf8Bytes(text) <= longestResultBytes) {
    return { result: text };
  }
  return { pieces: await writeChunkedText(items, { place: placeOf(claim.key, claim.attempt), text, expiresAt }) };
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
  const text = await readChunkedText(items, placeOf(key, attempt), pieces);
  if (text === undefined) {
    throw missing('a part of it missing');
  }
  return text;
}

function missing(fault: string): PipelineError {
  return new PipelineError(`a handled message must have its whole result kept, got ${fault}`, {
    code: 'result-missing',
  });
}

function placeOf({ partition }: ItemKey, attempt: string): TextPlace {
  return { partition, sortPrefix: `result-${attempt}` };
}
