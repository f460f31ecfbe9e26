import type { ConsumerDefinition } from '../../contracts/definition/consumer.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { replyAddresses } from '../../contracts/definition/reply-addresses.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { retryBudgetAround } from '../../core/breaker/retry-budget-around.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import { keyOrderOf } from '../../core/consume/key-order-of.ts';
import { type EventStore, createEventStore } from '../../core/event-store/event-store.ts';
import { type MessageWriter, createMessageWriter } from '../../core/outbox/message-writer.ts';
import type { OutboxDispatch } from '../../core/outbox/outbox-dispatch.ts';
import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Fingerprint } from '../../core/ports/fingerprint.ts';
import type { IdSource } from '../../core/ports/id-source.ts';
import type { ItemStore } from '../../core/ports/item-store.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { createSqsClient } from '../sns-sqs/sqs-client.ts';
import { createSqsVisibility } from '../sns-sqs/sqs-visibility.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { createJitteredBackoff } from '../system/jittered-backoff.ts';
import { dispatchHost } from './dispatch-host.ts';
import { parkingHost } from './parking-host.ts';
import { type PayloadHost, payloadHost } from './payload-host.ts';
import { type QueueHandler, type QueueHandlerOptions, createQueueHandler } from './queue-handler.ts';
import { type PersonalHost, payloadSource, personalHost } from './personal-host.ts';
import { readEnvironment } from './read-environment.ts';
import { sleep } from '../system/sleep.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { systemClock } from '../system/system-clock.ts';
import { systemTimers } from '../system/system-timers.ts';
import { uuidSource } from '../system/uuid-source.ts';

/** What a consumer brings along that not every consumer needs. */
export interface ConsumerHostOptions {
  /** Opens the publisher of a consumer that dispatches at once: `outboxPublisher`. @default none */
  readonly publisherOf?: (pipeline: PipelineDefinition) => Publisher;
}

/** The ports of one consumer on AWS, and its handler. */
export interface ConsumerHost extends Partial<PayloadHost>, Partial<PersonalHost> {
  readonly items: ItemStore;
  readonly events: EventStore;
  readonly writer: MessageWriter;
  readonly backoff: Backoff;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly fingerprint: Fingerprint;
  readonly timers: Timers;
  readonly telemetry: Telemetry;
  /** Absent unless the consumer dispatches at once. */
  readonly dispatch?: OutboxDispatch;
  readonly handlerOf: (consumer: Consumer, options?: Pick<QueueHandlerOptions, 'retryDelay'>) => QueueHandler;
}

/**
 * Composes what one consumer of a pipeline runs on in Lambda; call it once, outside the handler.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer, or one that
 * dispatches at once brings no publisher.
 */
export function createConsumerHost(
  pipeline: PipelineDefinition,
  name: string,
  options: ConsumerHostOptions = {},
): ConsumerHost {
  const { table, sourceQueue } = environmentVariables;
  const environment = readEnvironment({ table, sourceQueue });
  const { publishes, source: queue } = consumerOf(pipeline, name);
  const { clock, ids } = { clock: systemClock, ids: uuidSource };
  const jitter = { sleep, random: Math.random };
  const telemetry = createLambdaTelemetry({ service: name });
  const items = createDynamoItemStore({ client: createDynamoClient(), tableName: environment.table, ...jitter });
  const source = `/${pipeline.name}/${name}`;
  const writer = createMessageWriter({ ids, clock, source, replies: replyAddresses(pipeline, name) });
  const aside = {
    ...payloadHost(pipeline),
    ...personalHost(pipeline, { items, clock }),
    ...dispatchHost({ pipeline, name, ...options }, { items, telemetry, clock }),
  };
  const ports: ConsumerPorts = {
    ...{ items, writer, clock, ids, telemetry, ...aside },
    ...{ fingerprint: sha256Fingerprint, timers: systemTimers, backoff: createJitteredBackoff(jitter) },
  };
  return {
    ...ports,
    events: createEventStore({ items, writer, publishes, ...aside }),
    handlerOf: queueHandlers({ pipeline, name, queue, queueUrl: environment.sourceQueue }, ports),
  };
}

type ConsumerPorts = Omit<ConsumerHost, 'events' | 'handlerOf'>;

/** What turns a consumer into the handler of its queue. */
function queueHandlers(
  of: {
    readonly pipeline: PipelineDefinition;
    readonly name: string;
    readonly queue: string;
    readonly queueUrl: string;
  },
  ports: ConsumerPorts,
): ConsumerHost['handlerOf'] {
  const { pipeline, name, queue, queueUrl } = of;
  const { items, clock, telemetry, timers, backoff } = ports;
  const sqs = createSqsClient();
  const parking = parkingHost(pipeline.queues[queue], { sqs, telemetry });
  const visibility = createSqsVisibility({ sqs, queueUrl });
  const around = retryBudgetAround({
    ...{ pipeline, queue, consumer: name, items, visibility, telemetry, clock, timers },
    random: Math.random,
  });
  const order = keyOrderOf(pipeline, { items, clock, backoff, queue });
  return (consumer, options) =>
    createQueueHandler({
      ...{ ...options, consumer, parking, visibility, telemetry, clock, around, payloads: payloadSource(ports) },
      ...(order && { order }),
    });
}

function consumerOf({ consumers }: PipelineDefinition, name: string): ConsumerDefinition {
  const consumer = consumers[name];
  if (consumer === undefined) {
    throw new PipelineError(`a consumer must be one of ${Object.keys(consumers).join(', ')}, got "${name}"`, {
      code: 'environment-invalid',
    });
  }
  return consumer;
}
