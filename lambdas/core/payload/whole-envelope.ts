import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { isSpilled } from '../../contracts/events/decode-envelope.ts';
import type { WireEnvelope } from '../../contracts/events/envelope.ts';
import type { Payloads } from '../ports/payloads.ts';

/** Where readers find data that is kept elsewhere; undefined in a pipeline that keeps none. */
export type PayloadSource = Pick<Payloads, 'get'> | undefined;

/**
 * The envelope with its data, fetched when it is kept elsewhere.
 *
 * @throws PipelineError `payload-missing` when there is no such data, `store-unavailable` (retryable) when the store
 * does not answer: what is missing stays missing, so its reader parks the message and retries the other.
 */
export async function wholeEnvelope(envelope: WireEnvelope, payloads: PayloadSource): Promise<WireEnvelope> {
  if (payloads === undefined || !isSpilled(envelope)) {
    return envelope;
  }
  return { ...envelope, data: jsonOf(await payloads.get(envelope.dataref)) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, so it is not kept as the cause.
    throw new PipelineError('a payload must be JSON', { code: 'payload-missing' });
  }
}
