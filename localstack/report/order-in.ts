import { decodeEnvelope, knownTypes } from '../../lambdas/contracts/events/decode-envelope.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';

const types = knownTypes([...new Set(Object.values(coreOrders.consumers).flatMap(({ handles }) => [...handles]))]);

/** The id of the return or else of the order that a message is about; undefined for a body that cannot be read. */
export function orderIn(body: string): string | undefined {
  try {
    const { subject, data } = decodeEnvelope(body, types);
    return named(data, 'returnId') ?? named(data, 'orderId') ?? subject;
  } catch {
    return undefined;
  }
}

function named(data: unknown, field: string): string | undefined {
  const value = typeof data === 'object' && data !== null ? Object.entries(data).find(([name]) => name === field) : [];
  return typeof value?.[1] === 'string' ? value[1] : undefined;
}
