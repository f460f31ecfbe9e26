import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, ItemStore } from '../ports/item-store.ts';
import {
  chunkBytes,
  deleteChunkedText,
  readChunkedText,
  type TextPlace,
  writeChunkedText,
} from '../text/chunked-text.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';

/** Whose body it is: `partition` of the letter, and a name that no other body of it has had. */
export interface LetterBody {
  readonly partition: string;
  readonly name: string;
  readonly body: string;
}

/** Keeps a body and answers the attributes by which its letter knows it: the body itself, or where its pieces are. */
export async function keepBody(
  items: Pick<ItemStore, 'write'>,
  { partition, name, body }: LetterBody,
): Promise<Attributes> {
  if (utf8Bytes(body) <= chunkBytes) {
    return { body, pieces: 0 };
  }
  const pieces = await writeChunkedText(items, { place: placeOf(partition, name), text: body });
  return { body: name, pieces };
}

/**
 * The body that a letter's attributes name.
 *
 * @throws PipelineError `result-missing` when a piece of it is gone.
 */
export async function readBody(
  items: Pick<ItemStore, 'get'>,
  partition: string,
  { body, pieces }: Attributes,
): Promise<string> {
  const text = typeof body === 'string' ? body : '';
  if (typeof pieces !== 'number' || pieces === 0) {
    return text;
  }
  const whole = await readChunkedText(items, placeOf(partition, text), pieces);
  if (whole === undefined) {
    throw new PipelineError(`the body of a dead letter must be in ${pieces} pieces, found fewer`, {
      code: 'result-missing',
    });
  }
  return whole;
}

/** Removes the pieces of a body whose letter is gone. */
export async function dropBody(
  items: Pick<ItemStore, 'write'>,
  partition: string,
  { body, pieces }: Attributes,
): Promise<void> {
  if (typeof body === 'string' && typeof pieces === 'number') {
    await deleteChunkedText(items, placeOf(partition, body), pieces);
  }
}

function placeOf(partition: string, name: string): TextPlace {
  return { partition, sortPrefix: `body#${name}` };
}
