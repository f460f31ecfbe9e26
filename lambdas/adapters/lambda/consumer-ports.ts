import type { ConsumerDefinition } from '../../contracts/definition/consumer.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { replyAddresses } from '../../contracts/definition/reply-addresses.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
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
import { createJitteredBackoff } from '../system/jittered-backoff.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { systemTimers } from '../system/system-timers.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { dispatchHost } from './dispatch-host.ts';
import { type PayloadHost, payloadHost } from './payload-host.ts';
import { type PersonalHost, personalHost } from './personal-host.ts';
import { readEnvironment } from './read-environment.ts';

/** The ports of one consumer on AWS, whatever it reads. */
export interface ConsumerPorts extends Partial<PayloadHost>, Partial<PersonalHost> {
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
}

/** What a consumer brings along that not every consumer needs. */
export interface ConsumerPortsOptions {
  /** Opens the publisher of a consumer that dispatches at once: `outboxPublisher`. @default none */
  readonly publisherOf?: (pipeline: PipelineDefinition) => Publisher;
  /** Where it keeps what it does. @default the event table */
  readonly items?: ItemStore;
  /** Whether it reads data that messages do not carry or that is sealed; a forwarder does not. @default true */
  readonly opensData?: boolean;
  /** @default logs and metrics as CloudWatch takes them, under its name */
  readonly telemetry?: Telemetry;
}

/**
 * Composes what one consumer of a pipeline works with; call it once in a process.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer, or one that
 * dispatches at once brings no publisher.
 */
export function consumerPorts(
  pipeline: PipelineDefinition,
  name: string,
  options: ConsumerPortsOptions = {},
): ConsumerPorts {
  const { publishes } = consumerOf(pipeline, name);
  const { clock, ids } = { clock: systemClock, ids: uuidSource };
  const jitter = { sleep, random: Math.random };
  const { telemetry = createLambdaTelemetry({ service: name }), items = eventTable() } = options;
  const source = `/${pipeline.name}/${name}`;
  const writer = createMessageWriter({ ids, clock, source, replies: replyAddresses(pipeline, name) });
  const aside = {
    ...(options.opensData !== false && { ...payloadHost(pipeline), ...personalHost(pipeline, { items, clock }) }),
    ...dispatchHost({ pipeline, name, ...options }, { items, telemetry, clock }),
  };
  return {
    ...{ items, writer, clock, ids, telemetry, ...aside },
    ...{ fingerprint: sha256Fingerprint, timers: systemTimers, backoff: createJitteredBackoff(jitter) },
    events: createEventStore({ items, writer, publishes, ...aside }),
  };
}

/**
 * A consumer of a pipeline.
 *
 * @throws PipelineError `environment-invalid` when it has none of that name.
 */
export function consumerOf({ consumers }: Pick<PipelineDefinition, 'consumers'>, name: string): ConsumerDefinition {
  const consumer = consumers[name];
  if (consumer === undefined) {
    throw new PipelineError(`a consumer must be one of ${Object.keys(consumers).join(', ')}, got "${name}"`, {
      code: 'environment-invalid',
    });
  }
  return consumer;
}

function eventTable(): ItemStore {
  const { tableName } = readEnvironment({ tableName: environmentVariables.table });
  return createDynamoItemStore({ client: createDynamoClient(), tableName, sleep, random: Math.random });
}
