import type { Envelope } from '../contracts/events/envelope.ts';
import type { Draft } from '../contracts/events/event-type.ts';
import { schemaUrn } from '../contracts/events/schema-urn.ts';
import { sagaMessages } from '../contracts/sagas/saga-messages.ts';
import { stepOf } from '../core/saga/progress.ts';
import type { SagaDefinition } from '../core/saga/saga-definition.ts';
import type { Pending, SagaState } from '../core/saga/saga-state.ts';
import type { StoryDecision } from './story-script.ts';

/** A draft as a message of a story, whose id says which of them it is. */
export function storyMessage(draft: Draft, id: string, causationid?: string): Envelope {
  return {
    specversion: '1.0',
    id,
    source: '/story',
    type: draft.type.name,
    subject: draft.type.keyOf(draft.data),
    time: new Date(0).toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaUrn(draft.type),
    correlationid: 'story',
    ...(causationid !== undefined && { causationid }),
    data: draft.data,
  };
}

/** The newest command that awaits a reply of some type; undefined when none does. */
export function commandAwaiting(
  definition: SagaDefinition,
  { pending }: SagaState,
  typeName: string,
): string | undefined {
  return pending.findLast((one) => repliesTo(definition, one).includes(typeName))?.commandIds.at(-1);
}

/** The decision about what a step has asked. */
export function decisionDraft(
  { name }: SagaDefinition,
  { key, state }: { readonly key: string; readonly state: SagaState },
  decided: StoryDecision & { readonly step: string },
): Draft {
  const generation = state.pending.find(({ step }) => step === decided.step)?.generation ?? -1;
  return sagaMessages(name).decided.of({ key, generation, ...decided });
}

function repliesTo(definition: SagaDefinition, { step: name, direction }: Pending): readonly (string | undefined)[] {
  const step = stepOf(definition, name);
  if (step?.kind !== 'command') {
    return [];
  }
  return direction === 'run' ? [step.ok.name, step.refused?.name] : [step.undo?.done.name, step.undo?.failed?.name];
}
