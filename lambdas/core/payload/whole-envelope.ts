import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { isSealed, isSpilled } from '../../contracts/events/decode-envelope.ts';
import type { WireEnvelope } from '../../contracts/events/envelope.ts';
import type { Payloads } from '../ports/payloads.ts';
import type { PersonalSeal } from '../privacy/personal-seal.ts';

/** Where readers find data that is kept elsewhere and what opens data that is sealed; undefined in a pipeline that does neither. */
export type PayloadSource = (Partial<Pick<Payloads, 'get'>> & { readonly personal?: PersonalReader }) | undefined;

/** Opens what is personal in data. */
export type PersonalReader = Pick<PersonalSeal, 'unseal' | 'unsealText'>;

/** Whether {@link wholeEnvelope} has to do anything. */
export function isPartial(envelope: WireEnvelope): boolean {
  return isSpilled(envelope) || isSealed(envelope);
}

/**
 * The envelope with its data, fetched when it is kept elsewhere and opened when it is sealed.
 *
 * @throws PipelineError `payload-missing` when there is no such data, `seal-broken` when it cannot be opened;
 * `store-unavailable` or `keys-unavailable` (retryable) when what keeps either does not answer: what is missing stays
 * missing, so its reader parks the message and retries the other.
 */
export async function wholeEnvelope(envelope: WireEnvelope, payloads: PayloadSource): Promise<WireEnvelope> {
  const whole =
    payloads?.get === undefined || !isSpilled(envelope)
      ? envelope
      : { ...envelope, data: jsonOf(await payloads.get(envelope.dataref)) };
  return payloads?.personal === undefined || isSpilled(whole) ? whole : payloads.personal.unseal(whole);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, so it is not kept as the cause.
    throw new PipelineError('a payload must be JSON', { code: 'payload-missing' });
  }
}
