import type { EventType } from '../../contracts/events/event-type.ts';
import { sagaMessages } from '../../contracts/sagas/saga-messages.ts';
import { type SagaDefinition, type SagaStep, stepsOf } from './saga-definition.ts';

/** Every message that sagas of some definitions can receive, each type once. */
export function messagesOf(...definitions: readonly SagaDefinition[]): readonly EventType[] {
  const all = definitions.flatMap((definition) => {
    const { startedBy, cancelledBy, name } = definition;
    const steps = stepsOf(definition);
    const { timerDue, decided } = sagaMessages(name);
    const asks = steps.some(({ kind }) => kind === 'approval');
    return [startedBy, cancelledBy, ...steps.flatMap(repliesTo), timerDue, asks ? decided : undefined];
  });
  return [...new Set(all.filter((type) => type !== undefined))];
}

function repliesTo(step: SagaStep): readonly (EventType | undefined)[] {
  switch (step.kind) {
    case 'command':
      return [step.ok, step.refused, step.undo?.done, step.undo?.failed];
    case 'receive':
      return [step.message];
    case 'approval':
    case 'timer':
      return [];
  }
}
