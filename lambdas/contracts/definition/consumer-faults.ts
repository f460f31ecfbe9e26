import { dispatchClaimSeconds } from '../dispatch-claim.ts';
import type { EventType } from '../events/event-type.ts';
import type { ConsumerDefinition } from './consumer.ts';
import { forwardFaults } from './forward-faults.ts';
import { homesOf } from './home.ts';
import { subjectStore } from './personal-data.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { between } from './range-fault.ts';
import { runFaults } from './run-faults.ts';
import { type ConsumerSource, arrivalsAt, nounOf, sourceOf } from './source-of.ts';

interface NamedConsumer {
  readonly name: string;
  readonly consumer: ConsumerDefinition;
}

/** What is wrong with one consumer of a definition. */
export function consumerFaults(definition: PipelineDefinition, { name, consumer }: NamedConsumer): readonly string[] {
  return [
    ...sourceFaults(definition, { name, consumer }),
    ...publishFaults(definition, { name, consumer }),
    ...between(`consumer "${name}": timeoutSeconds`, consumer.timeoutSeconds, [1, 900]),
    ...between(`consumer "${name}": memoryMb`, consumer.memoryMb, [128, 10_240]),
    ...dispatchFaults(definition, { name, consumer }),
    ...replyFaults(definition, { name, consumer }),
    ...forwardFaults(definition, { name, consumer }),
    ...consumer.stores
      .filter((store) => !/^[a-z]+$/.test(store))
      .map((store) => `consumer "${name}": a store must be a lower-case word, got "${store}"`),
    ...consumer.stores
      .filter((store) => reservedStores.includes(store))
      .map((store) => `consumer "${name}": a store must not be called as one of the engine's own, got "${store}"`),
  ];
}

/**
 * Beginnings of partitions that hold dead letters, circuit breakers, leases, keys of persons and what operators did to
 * sagas, which no consumer may write as it likes.
 */
const reservedStores: readonly string[] = ['parked', 'breaker', 'sweeper', 'saga', subjectStore];

function sourceFaults(definition: PipelineDefinition, { name, consumer }: NamedConsumer): readonly string[] {
  const source = sourceOf(definition, consumer.source);
  if (source === undefined) {
    return [`consumer "${name}" must read a queue, topic or stream of this pipeline, got "${consumer.source}"`];
  }
  const arrivals = arrivalsAt(definition, source);
  return [
    ...runFaults(source, { name, consumer }),
    ...consumer.handles
      .filter((type) => !arrivals.includes(type))
      .map((type) => `consumer "${name}" handles "${type.name}", which ${nounOf(source)} never receives`),
    ...unhandledFaults(source, { name, consumer, arrivals }),
  ];
}

/** Of queues this is said by the queue, which has one consumer; a log has several, each of which must know what it skips. */
function unhandledFaults(
  source: ConsumerSource,
  { name, consumer, arrivals }: NamedConsumer & { readonly arrivals: readonly EventType[] },
): readonly string[] {
  return source.kind === 'queue'
    ? []
    : arrivals
        .filter((type) => !consumer.handles.includes(type))
        .map((type) => `consumer "${name}" receives "${type.name}" from ${nounOf(source)}, which it does not handle`);
}

function publishFaults(definition: PipelineDefinition, { name, consumer }: NamedConsumer): readonly string[] {
  const homes = homesOf(definition);
  return consumer.publishes
    .filter((type) => !homes.has(type.name))
    .map((type) => `consumer "${name}" publishes "${type.name}", which no topic carries and no queue accepts`);
}

/** What a consumer leaves unpublished under its claim is found by the sweeper alone, once the claim is over. */
function dispatchFaults({ sweeper }: PipelineDefinition, { name, consumer }: NamedConsumer): readonly string[] {
  const grace = sweeper?.graceSeconds ?? 0;
  return consumer.dispatch === 'relay' || grace >= dispatchClaimSeconds
    ? []
    : [
        `consumer "${name}" dispatches at once, so there must be a sweeper with graceSeconds of at least ` +
          `${dispatchClaimSeconds}, got ${sweeper === undefined ? 'no sweeper' : grace}`,
      ];
}

/** An address at which nothing of it may arrive is a mistake, and would be a permission for nothing. */
function replyFaults({ queues }: PipelineDefinition, { name, consumer }: NamedConsumer): readonly string[] {
  return consumer.repliesTo.flatMap((address) => {
    const queue = queues[address];
    if (queue === undefined) {
      return [`consumer "${name}" must reply to queues of this pipeline, got "${address}"`];
    }
    return queue.answers.some((type) => consumer.publishes.includes(type))
      ? []
      : [`consumer "${name}" replies to "${address}", which answers nothing that it publishes`];
  });
}
