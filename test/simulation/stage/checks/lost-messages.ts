import { openEnvelope } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import type { Stage } from '../stage.ts';

/** Messages that a broker accepted and some consumer of their type was never done with; of a run that has ended. */
export function lostMessages({
  ledger: { entries },
  definition,
}: Pick<Stage, 'ledger' | 'definition'>): readonly string[] {
  const done = new Set(entries.filter((entry) => entry.kind === 'handling').map(({ queue, id }) => textOf(queue, id)));
  const sent = entries
    .filter((entry) => entry.kind === 'publication')
    // The copy of a dead letter has an id of its own, and stands for a message that was sent before.
    .filter(({ message }) => !isCopy(message))
    .flatMap(({ message }) => queuesOf(definition, message.type).map((queue) => textOf(queue, message.id)));
  return [...new Set(sent)].filter((message) => !done.has(message)).map((message) => `1. ${message} must be handled`);
}

/** A copy carries the envelope as it was, and so an id that is not its own; those of standard queues carry no mark. */
function isCopy({ id, body, redrive }: OutgoingMessage): boolean {
  return redrive !== undefined || openEnvelope(body).id !== id;
}

function queuesOf({ consumers }: PipelineDefinition, type: string): readonly string[] {
  return Object.values(consumers)
    .filter(({ handles }) => handles.some(({ name }) => name === type))
    .map(({ source }) => source);
}

function textOf(queue: string, id: string): string {
  return `${id} in queue ${queue}`;
}
