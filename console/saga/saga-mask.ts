import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { type PersonalMask, createPersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import { type SagaDefinition, type SagaStep, stepsOf } from '../../lambdas/core/saga/saga-definition.ts';

/** Hides the personal fields of what a saga was told; everything when its definition is missing, because nobody can tell. */
export function sagaMask(definition: SagaDefinition | undefined): Pick<PersonalMask, 'json'> {
  return definition === undefined
    ? { json: () => 'hidden: the definition that says which fields are personal is missing' }
    : createPersonalMask([definition.startedBy, ...stepsOf(definition).flatMap(resultTypes)]);
}

function resultTypes(step: SagaStep): readonly EventType[] {
  switch (step.kind) {
    case 'command':
      return [step.ok];
    case 'receive':
      return [step.message];
    case 'approval':
    case 'timer':
      return [];
  }
}
