import type { Envelope } from '../../contracts/events/envelope.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Claim, markKey } from './claim.ts';
import type { IdempotencyDependencies } from './idempotency-dependencies.ts';

/** What is claimed: a message, for one consumer. */
export interface Claimed {
  readonly consumer: string;
  readonly message: Envelope;
  /** The `dataschema` of the shape that the payload has now, upcasters applied. */
  readonly schema: string;
}

/** A new try to be the one who handles a message. */
export function claimOf(
  { consumer, message, schema }: Claimed,
  { ids, fingerprint }: Pick<IdempotencyDependencies, 'ids' | 'fingerprint'>,
): Claim {
  return {
    key: markKey(consumer, message.id),
    attempt: ids.next(),
    schema,
    fingerprint: fingerprint(canonicalJson(message.data)),
  };
}
