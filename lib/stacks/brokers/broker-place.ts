import type { ClientNetwork } from '../../constructs/network/client-network.ts';
import type { BrokerReach } from './broker-reach.ts';
import type { MadeBrokers } from './made-brokers.ts';

/** Where the brokers of an environment are, and the clients of them. */
export interface BrokerPlace {
  readonly reach: BrokerReach;
  /** Undefined: clients are in none, and their brokers at addresses that are reached from everywhere. */
  readonly network: ClientNetwork | undefined;
  readonly made: MadeBrokers;
}
