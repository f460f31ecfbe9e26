import type { PipelineDefinition } from './pipeline-definition.ts';
import { between } from './range-fault.ts';
import { type TimedSagas, timedSagasOf } from './timed-sagas.ts';
import type { TimersDefinition } from './timers.ts';

/** What is wrong with the timers of a definition, its schedules among them. */
export function timerFaults(definition: PipelineDefinition): readonly string[] {
  const { timers, schedules } = definition;
  const sagas = timedSagasOf(definition);
  return [
    ...(timers === undefined ? sagas.map(unswept) : sweeperFaults(timers, sagas)),
    ...sagas.flatMap((saga) => sagaFaults(definition, saga)),
    ...(schedules !== undefined && timers === undefined
      ? ['schedules: there must be a sweeper of timers beneath them, got none']
      : []),
    ...between('schedules: deadLetterDays', schedules?.deadLetterDays ?? 1, [1, 14]),
  ];
}

function unswept({ name }: TimedSagas): string {
  return `consumer "${name}" handles timers of sagas, so there must be a sweeper of timers, got none`;
}

function sweeperFaults(timers: TimersDefinition, sagas: readonly TimedSagas[]): readonly string[] {
  return [
    ...(sagas.length === 0 ? ['timers: there must be a consumer that handles timers of sagas, got none'] : []),
    ...between('timers: timeoutSeconds', timers.timeoutSeconds, [1, 900]),
    ...between('timers: memoryMb', timers.memoryMb, [128, 10_240]),
    ...between('timers: everyMinutes', timers.everyMinutes, [1, 60]),
    ...between('timers: graceSeconds', timers.graceSeconds, [0, 3600]),
  ];
}

/** Timers and replies of one saga must be handled one after another, and its timers are found in its store. */
function sagaFaults({ queues }: PipelineDefinition, { name, consumer }: TimedSagas): readonly string[] {
  return [
    ...(queues[consumer.source]?.fifo === false
      ? [`consumer "${name}" handles timers of sagas, so its queue must be fifo, got "${consumer.source}"`]
      : []),
    ...(consumer.stores.length === 0
      ? [`consumer "${name}" handles timers of sagas, so it must have a store, got none`]
      : []),
  ];
}
