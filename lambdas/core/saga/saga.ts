import { durationSeconds } from '../../contracts/duration.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { commandStep, receiveStep, approvalStep, timerStep, type AnyCommand } from './saga-steps.ts';
import { refuseFaults } from './definition-faults.ts';
import type { SagaBuilder } from './saga-builder.ts';
import { defaultDeadline } from './saga-defaults.ts';
import type { SagaDefinition, SagaStep } from './saga-definition.ts';
import type { ApprovalOptions, ReceiveOptions, SagaOptions, TimerOptions } from './saga-options.ts';

/**
 * Begins the definition of a saga: steps forward, undo in reverse.
 *
 * @throws PipelineError `definition-invalid` that lists every fault, when `fails` ends the definition: two steps of one
 * name, a name that is no name, no step at all, attempts or times out of range, a received message that is also a reply.
 */
export function saga<Input>(name: string, options: SagaOptions<Input>): SagaBuilder<Input, object> {
  const { version = 1, startedBy, cancelledBy, deadline = defaultDeadline, migrates = {} } = options;
  const deadlineSeconds = durationSeconds(deadline);
  return builder({ name, version, startedBy, cancelledBy, deadlineSeconds, migrates, stages: [], pivot: undefined });
}

type Draftsman = Omit<SagaDefinition, 'completes' | 'fails'>;

function builder(draft: Draftsman): SagaBuilder<never, never> {
  const next = (...stage: readonly SagaStep[]): SagaBuilder<never, never> =>
    builder({ ...draft, stages: [...draft.stages, stage] });
  return {
    step: (name: string, options: AnyCommand) => next(commandStep(name, options)),
    parallel: (branches: Readonly<Record<string, AnyCommand>>) =>
      next(...Object.entries(branches).map(([name, options]) => commandStep(name, options))),
    receive: (name: string, options: ReceiveOptions<EventType>) => next(receiveStep(name, options, draft)),
    approval: (name: string, options: ApprovalOptions<unknown, unknown>) => next(approvalStep(name, options)),
    timer: (name: string, options: TimerOptions<unknown, unknown>) => next(timerStep(name, options)),
    // Which steps may follow is in the types alone.
    pivot: (name: string, options: AnyCommand) =>
      builder({ ...draft, pivot: name, stages: [...draft.stages, [commandStep(name, options)]] }),
    completes: (completes) => ({ fails: (fails) => refuseFaults({ ...draft, completes, fails }) }),
  };
}
