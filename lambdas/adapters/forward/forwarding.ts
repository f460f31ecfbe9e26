import type { BrokerKind } from '../../contracts/definition/broker-kind.ts';
import type { ForwardTarget } from '../../contracts/definition/forward-target.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';

/** What opening a way to some broker works with. */
export interface ForwardOpening<Kind extends BrokerKind = BrokerKind> {
  /** Shown to the broker. */
  readonly clientId: string;
  /** At least one. */
  readonly targets: readonly Extract<ForwardTarget, { readonly kind: Kind }>[];
  readonly environment: ConnectionEnvironment;
  readonly telemetry: Telemetry;
  /** Seconds after which a message that was not taken is given back. */
  readonly seconds: number;
}

/** A way to a broker. */
export interface OpenedForwarding {
  readonly publisher: Publisher;
  close(): Promise<void>;
}

/** How messages are sent on to brokers of one kind. */
export interface Forwarding<Kind extends BrokerKind = BrokerKind> {
  readonly kind: Kind;
  open(opening: ForwardOpening<Kind>): Promise<OpenedForwarding>;
}
