import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
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
    .filter(({ message }) => message.redrive === undefined)
    .flatMap(({ message }) => queuesOf(definition, message.type).map((queue) => textOf(queue, message.id)));
  return [...new Set(sent)].filter((message) => !done.has(message)).map((message) => `1. ${message} must be handled`);
}

function queuesOf({ consumers }: PipelineDefinition, type: string): readonly string[] {
  return Object.values(consumers)
    .filter(({ handles }) => handles.some(({ name }) => name === type))
    .map(({ source }) => source);
}

function textOf(queue: string, id: string): string {
  return `${id} in queue ${queue}`;
}
