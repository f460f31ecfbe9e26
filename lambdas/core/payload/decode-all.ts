import { type KnownTypes, openEnvelope, parseEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import { type PayloadSource, isPartial, wholeEnvelope } from './whole-envelope.ts';

/** Serialised envelopes as envelopes, those whose data is kept elsewhere or sealed made whole first. Throws as decoding one does. */
export async function decodeAll(
  bodies: readonly string[],
  types: KnownTypes,
  payloads: PayloadSource,
): Promise<readonly Envelope[]> {
  const opened = bodies.map(openEnvelope);
  const whole = opened.some(isPartial)
    ? await Promise.all(opened.map((envelope) => wholeEnvelope(envelope, payloads)))
    : opened;
  return whole.map((envelope) => parseEnvelope(envelope, types));
}
