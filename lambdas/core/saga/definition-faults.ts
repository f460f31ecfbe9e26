import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { type SagaDefinition, type SagaStep, stepsOf } from './saga-definition.ts';

/** Names appear in message types and index keys. */
const stepName = /^[a-z][a-z0-9-]*$/iu;

/**
 * Answers the definition when nothing is wrong with it.
 *
 * @throws PipelineError `definition-invalid` that lists every fault.
 */
export function refuseFaults(definition: SagaDefinition): SagaDefinition {
  const faults = [...namesOf(definition), ...numbersOf(definition), ...messagesOf(definition)];
  if (faults.length > 0) {
    throw new PipelineError(`saga "${definition.name}": ${faults.join('; ')}`, { code: 'definition-invalid' });
  }
  return definition;
}

function namesOf({ stages }: SagaDefinition): readonly string[] {
  const steps = stages.flat().map(({ name }) => name);
  const twice = steps.filter((name, index) => steps.indexOf(name) !== index);
  const odd = steps.filter((name) => !stepName.test(name));
  return [
    ...(stages.some((stage) => stage.length === 0) || steps.length === 0 ? ['must have a step in every stage'] : []),
    ...twice.map((name) => `steps must have different names, got "${name}" twice`),
    ...odd.map((name) => `a step must be named with letters, digits and dashes, got "${name}"`),
  ];
}

function numbersOf(definition: SagaDefinition): readonly string[] {
  const { version, deadlineSeconds, migrates } = definition;
  const older = Object.keys(migrates).filter((from) => !(Number(from) >= 1 && Number(from) < version));
  return [
    ...atLeastOne('version', version),
    ...atLeastOne('deadline in seconds', deadlineSeconds),
    ...older.map((from) => `must migrate versions older than ${version}, got ${from}`),
    ...stepsOf(definition).flatMap(stepNumbers),
  ];
}

function stepNumbers(step: SagaStep): readonly string[] {
  switch (step.kind) {
    case 'command':
      return [
        ...atLeastOne(`attempts of "${step.name}"`, step.attempts),
        ...atLeastOne(`timeout in seconds of "${step.name}"`, step.timeoutSeconds),
        ...(step.undo === undefined
          ? []
          : [
              ...atLeastOne(`undo attempts of "${step.name}"`, step.undo.attempts),
              ...atLeastOne(`undo timeout in seconds of "${step.name}"`, step.undo.timeoutSeconds),
            ]),
      ];
    case 'receive':
    case 'approval':
      return atLeastOne(`seconds of "${step.name}"`, step.withinSeconds);
    case 'timer':
      return [];
  }
}

function atLeastOne(what: string, value: number): readonly string[] {
  return Number.isSafeInteger(value) && value >= 1 ? [] : [`${what} must be an integer of at least 1, got ${value}`];
}

/** A message that nobody was asked for is told from a reply by its type alone. */
function messagesOf(definition: SagaDefinition): readonly string[] {
  const { startedBy, cancelledBy } = definition;
  const steps = stepsOf(definition);
  const received = steps.flatMap((step) => (step.kind === 'receive' ? [step.message.name] : []));
  const replies = steps.flatMap(repliesTo).map(({ name }) => name);
  const steering = [startedBy, cancelledBy].flatMap((type) => (type === undefined ? [] : [type.name]));
  const others = [...steering, ...replies];
  const taken = received.filter((name, index) => others.includes(name) || received.indexOf(name) !== index);
  const start = cancelledBy?.name === startedBy.name ? ['must not be started and cancelled by one message'] : [];
  const both = steering.filter((name) => replies.includes(name));
  return [
    ...start,
    ...both.map((name) => `"${name}" must not start or cancel it and be the reply of a step`),
    ...taken.map((name) => `"${name}" must be received by one step and mean nothing else`),
  ];
}

function repliesTo(step: SagaStep): readonly EventType[] {
  const replies = step.kind === 'command' ? [step.ok, step.refused, step.undo?.done, step.undo?.failed] : [];
  return replies.filter((type) => type !== undefined);
}
