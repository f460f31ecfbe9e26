import type { Draft } from '../../contracts/events/event-type.ts';
import { SagaCompleted, SagaFailed } from '../../contracts/sagas/saga-events.ts';
import type { SagaDefinition } from './saga-definition.ts';
import type { SagaState } from './saga-state.ts';

/** A saga that has just moved. */
interface MovedSaga {
  readonly definition: Pick<SagaDefinition, 'name' | 'version'>;
  readonly key: string;
  readonly state: SagaState;
}

/** The event that tells how a saga ended; undefined while it goes on. */
export function sagaEnded({ definition, key, state }: MovedSaga): Draft | undefined {
  const { status, run, failure } = state;
  const of = { saga: definition.name, version: definition.version, key, run };
  switch (status) {
    case 'running':
    case 'waiting':
    case 'compensating':
      return undefined;
    case 'completed':
      return SagaCompleted.of({ ...of, outcome: status });
    case 'compensated':
    case 'cancelled':
    case 'compensation_failed':
      return SagaFailed.of({ ...of, outcome: status, ...failure });
  }
}
