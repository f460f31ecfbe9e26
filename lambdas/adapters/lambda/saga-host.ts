import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { TimerMessageDependencies } from '../../core/saga/timers/timer-message.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { systemClock } from '../system/system-clock.ts';
import { timersSource } from './timers-source.ts';

/** What the sagas of a pipeline with schedules need beside what every consumer has. */
export interface SagaHost {
  /** Sends timers out with the commands; absent when the sweeper finds them all. */
  readonly schedules?: TimerMessageDependencies;
}

/** What the sagas of a pipeline need beside what every consumer has, for `createSagaConsumer`. */
export function sagaHost(pipeline: PipelineDefinition): SagaHost {
  return pipeline.schedules === undefined
    ? {}
    : { schedules: { clock: systemClock, fingerprint: sha256Fingerprint, source: timersSource(pipeline) } };
}
