import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { embeddedRelay } from './embedded-relay.ts';
import { type EmbeddedSweeperParts, embeddedSweeper } from './embedded-sweeper.ts';
import type { EmbeddedStream } from './embedded-stream.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** What publishes committed messages works with. */
export interface EmbeddedOutboxParts extends Omit<EmbeddedSweeperParts, 'telemetry'> {
  /** The stream of `items`, where others read it too. @default one of the relay's own */
  readonly stream?: EmbeddedStream;
  readonly telemetryOf: (name: 'relay' | 'sweeper') => Telemetry;
}

/** What publishes committed messages, as the definition has it: the relay, and the sweeper for what the relay leaves. */
export function embeddedOutbox({ telemetryOf, ...parts }: EmbeddedOutboxParts): readonly EmbeddedTask[] {
  const { relay, sweeper } = coreOrders;
  return [
    embeddedRelay({ ...parts, telemetry: telemetryOf('relay') }, relay),
    ...(sweeper === undefined ? [] : [embeddedSweeper({ ...parts, telemetry: telemetryOf('sweeper') }, sweeper)]),
  ];
}
