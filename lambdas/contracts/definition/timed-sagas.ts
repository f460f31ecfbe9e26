import type { EventType } from '../events/event-type.ts';
import { isTimerDue } from '../sagas/is-timer-due.ts';
import type { ConsumerDefinition } from './consumer.ts';
import type { Home } from './home.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { homesOfTypes } from './published-homes.ts';

/** A consumer that runs sagas. */
export interface TimedSagas {
  /** The consumer's name in the definition. */
  readonly name: string;
  readonly consumer: ConsumerDefinition;
  /** What tells its sagas that a timer has run out. */
  readonly timers: readonly EventType[];
}

/** The consumers that handle timers of sagas: theirs are the sagas that the sweeper of timers serves. */
export function timedSagasOf({ consumers }: Pick<PipelineDefinition, 'consumers'>): readonly TimedSagas[] {
  return Object.entries(consumers)
    .map(([name, consumer]) => ({ name, consumer, timers: consumer.handles.filter(isTimerDue) }))
    .filter(({ timers }) => timers.length > 0);
}

/** The queues that timers of sagas go to, each once. */
export function timerHomesOf(definition: PipelineDefinition): readonly Home[] {
  return homesOfTypes(
    definition,
    timedSagasOf(definition).flatMap(({ timers }) => timers),
  );
}

/** What the relay and the sweeper of outboxes send to: with schedules, timers that are due by then too. */
export function relayedHomesOf(definition: PipelineDefinition): readonly Home[] {
  const timers = definition.schedules === undefined ? [] : timedSagasOf(definition).flatMap((saga) => saga.timers);
  const published = Object.values(definition.consumers).flatMap(({ publishes }) => publishes);
  return homesOfTypes(definition, [...published, ...timers]);
}

/** First words of the partitions in which sagas are kept, each once. */
export function timedStoresOf(definition: Pick<PipelineDefinition, 'consumers'>): readonly string[] {
  return [...new Set(timedSagasOf(definition).flatMap(({ consumer }) => consumer.stores))];
}
