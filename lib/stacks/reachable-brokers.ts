import type { BrokerKind } from '../../lambdas/contracts/definition/broker-kind.ts';
import type { Environment } from '../config/environment.ts';
import { availableBrokers } from './available-brokers.ts';

/**
 * The brokers of an environment that its stacks reach: those at an address where what reads them runs outside.
 *
 * What needs another one is left out: a broker in a network of AWS needs stacks that make it, its mappings and workers.
 */
export function reachableBrokers({ brokers, streamPolling }: Environment): readonly BrokerKind[] {
  return streamPolling === 'external' ? availableBrokers(brokers).filter((kind) => brokers[kind].kind === 'at') : [];
}
