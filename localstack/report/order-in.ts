import { decodeEnvelope, knownTypes } from '../../lambdas/contracts/events/decode-envelope.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';

const types = knownTypes([...new Set(Object.values(orders.consumers).flatMap(({ handles }) => [...handles]))]);

/** The id of the order that a message is about; undefined for a body that cannot be read. */
export function orderIn(body: string): string | undefined {
  try {
    return decodeEnvelope(body, types).subject;
  } catch {
    return undefined;
  }
}
