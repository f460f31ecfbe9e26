import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import type { PayloadBucket, PayloadGrantee } from '../constructs/store/payload-bucket.ts';

/** Whoever receives a message may have to fetch its data; only who writes some may put it aside. */
export function grantPayloads(
  payloads: PayloadBucket | undefined,
  reader: PayloadGrantee,
  { publishes }: Pick<ConsumerDefinition, 'publishes'>,
): void {
  payloads?.grantRead(reader);
  if (publishes.length > 0) {
    payloads?.grantWrite(reader);
  }
}
