import { type BrokerKind, brokerKinds } from '../../../lambdas/contracts/definition/broker-kind.ts';
import type { BrokerSettings } from '../../config/broker-settings.ts';

/** The kinds of brokers that an environment has. */
export function availableBrokers(brokers: BrokerSettings): readonly BrokerKind[] {
  return brokerKinds.filter((kind) => brokers[kind].kind !== 'none');
}
