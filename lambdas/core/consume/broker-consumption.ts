import { linesOf } from '../../contracts/definition/lines-of.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import type { Backoff } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { BatchConsumerOptions } from './batch-consumer.ts';
import type { Consumer } from './consumer.ts';
import { keyOrderOf } from './key-order-of.ts';
import { withReceiveLimit } from './with-receive-limit.ts';

/** What of an engine follows from the definition alone, whatever broker its records come from. */
export type BrokerConsumption = Pick<BatchConsumerOptions, 'consumer' | 'order' | 'payloads' | 'telemetry' | 'clock'>;

/** What it works with. */
export interface BrokerConsumptionPorts extends Pick<BatchConsumerOptions, 'payloads' | 'telemetry'> {
  /** Where the lines of parked keys are kept. */
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly backoff: Backoff;
}

/**
 * How a consumer of a source at a broker consumes: with the order of its keys where the definition asks for it, and
 * parking what it fails too often, which brokers do without a reason or not at all.
 */
export function brokerConsumption(
  { pipeline, name }: { readonly pipeline: PipelineDefinition; readonly name: string },
  { items, backoff, ...ports }: BrokerConsumptionPorts,
  consumer: Consumer,
): BrokerConsumption {
  const { clock, telemetry, payloads } = ports;
  const source = pipeline.consumers[name]?.source ?? name;
  const order = keyOrderOf(pipeline, { items, clock, backoff, queue: linesOf(pipeline, name) }, source);
  const limit = receiveLimits(pipeline, source)?.consumer;
  return {
    consumer: order !== undefined || limit === undefined ? consumer : withReceiveLimit(consumer, limit),
    ...{ telemetry, clock, payloads },
    ...(order && { order }),
  };
}
