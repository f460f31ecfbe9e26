import { linesOf } from '../../contracts/definition/lines-of.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import type { BatchConsumerOptions } from '../../core/consume/batch-consumer.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import { keyOrderOf } from '../../core/consume/key-order-of.ts';
import { withReceiveLimit } from '../../core/consume/with-receive-limit.ts';
import { type ConsumerPorts, consumerOf } from './consumer-ports.ts';
import { payloadSource } from './personal-host.ts';

/** What of an engine follows from the definition alone, whatever broker its records come from. */
export type BrokerConsumption = Pick<BatchConsumerOptions, 'consumer' | 'order' | 'payloads' | 'telemetry' | 'clock'>;

/**
 * How a consumer of a source at a broker consumes: with the order of its keys where the definition asks for it, and
 * parking what it fails too often, which brokers do without a reason or not at all.
 */
export function brokerConsumption(
  of: { readonly pipeline: PipelineDefinition; readonly name: string },
  ports: ConsumerPorts,
  consumer: Consumer,
): BrokerConsumption {
  const { pipeline, name } = of;
  const { items, clock, backoff, telemetry } = ports;
  const { source } = consumerOf(pipeline, name);
  const order = keyOrderOf(pipeline, { items, clock, backoff, queue: linesOf(pipeline, name) }, source);
  const limit = receiveLimits(pipeline, source)?.consumer;
  const payloads = payloadSource(ports);
  return {
    consumer: order !== undefined || limit === undefined ? consumer : withReceiveLimit(consumer, limit),
    ...{ telemetry, clock, payloads },
    ...(order && { order }),
  };
}
