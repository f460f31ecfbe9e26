import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import type { EventFunction } from '../constructs/function/event-function.ts';
import type { PayloadBucket } from '../constructs/store/payload-bucket.ts';

/** Whoever receives a message may have to fetch its data; only who writes some may put it aside. */
export function grantPayloads(
  payloads: PayloadBucket | undefined,
  handler: EventFunction,
  { publishes }: Pick<ConsumerDefinition, 'publishes'>,
): void {
  payloads?.grantRead(handler);
  if (publishes.length > 0) {
    payloads?.grantWrite(handler);
  }
}
