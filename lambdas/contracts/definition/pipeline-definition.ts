import type { BrokerParts } from './broker-parts.ts';
import type { CircuitBreakerDefinition } from './circuit-breaker.ts';
import type { ConsumerDefinition } from './consumer.ts';
import type { EventIndexDefinition } from './event-index.ts';
import type { PayloadsDefinition } from './payloads.ts';
import type { PersonalDataDefinition } from './personal-data.ts';
import type { QueueDefinition } from './queue.ts';
import type { ReconcilerDefinition } from './reconciler.ts';
import type { RelayDefinition } from './relay.ts';
import type { SchedulesDefinition } from './schedules.ts';
import type { SweeperDefinition } from './sweeper.ts';
import type { TimersDefinition } from './timers.ts';
import type { TopicDefinition } from './topic.ts';

/** The parts of a pipeline, by name. */
export interface PipelineParts extends BrokerParts {
  readonly topics: Readonly<Record<string, TopicDefinition>>;
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  readonly consumers: Readonly<Record<string, ConsumerDefinition>>;
  /** The function that publishes what the table's stream shows as committed. */
  readonly relay: RelayDefinition;
  /** The function that publishes what the relay did not. @default none: what leaves the stream unpublished stays so */
  readonly sweeper?: SweeperDefinition;
  /** The function that makes what the pipeline has at brokers. @default none: then who deploys it makes that by hand */
  readonly reconciler?: ReconcilerDefinition;
  /** Keeps data that is too long for a message or an item. @default none: such data is refused */
  readonly payloads?: PayloadsDefinition;
  /** Rests the source of a consumer that keeps failing. @default none: what fails too often goes to the dead letters */
  readonly circuitBreaker?: CircuitBreakerDefinition;
  /** The function that tells sagas of their timers. @default none: then no consumer may handle timers of sagas */
  readonly timers?: TimersDefinition;
  /** Keeps timers and approvals of sagas until they are due. @default none: the sweeper of timers finds them all */
  readonly schedules?: SchedulesDefinition;
  /** Keeps all events in one order that can be read again, and what is projected from them. @default none */
  readonly eventIndex?: EventIndexDefinition;
  /** Seals what types call personal, so that a person can be forgotten. @default none: it is kept in clear, and masked */
  readonly personalData?: PersonalDataDefinition;
}

/** A whole pipeline as data; stacks, local runs and reports read nothing else. */
export interface PipelineDefinition<Parts extends PipelineParts = PipelineParts> extends PipelineParts {
  readonly name: string;
  readonly topics: Parts['topics'];
  readonly queues: Parts['queues'];
  readonly consumers: Parts['consumers'];
}
