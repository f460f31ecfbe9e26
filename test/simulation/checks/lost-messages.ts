import { orders as definition } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { EventType } from '../../../lambdas/contracts/events/event-type.ts';
import type { LedgerEntry } from '../stage/ledger.ts';

const consumers: readonly { readonly source: string; readonly handles: readonly EventType[] }[] = Object.values(
  definition.consumers,
);

/** Messages that a broker accepted and some consumer of their type was never done with; of a run that has ended. */
export function lostMessages(entries: readonly LedgerEntry[]): readonly string[] {
  const done = new Set(entries.filter((entry) => entry.kind === 'handling').map(({ queue, id }) => textOf(queue, id)));
  const sent = entries
    .filter((entry) => entry.kind === 'publication')
    // The copy of a dead letter has an id of its own, and stands for a message that was sent before.
    .filter(({ by }) => by.role !== 'operator')
    .flatMap(({ message }) => queuesOf(message.type).map((queue) => textOf(queue, message.id)));
  return [...new Set(sent)].filter((message) => !done.has(message)).map((message) => `1. ${message} must be handled`);
}

function queuesOf(type: string): readonly string[] {
  return consumers.filter(({ handles }) => handles.some(({ name }) => name === type)).map(({ source }) => source);
}

function textOf(queue: string, id: string): string {
  return `${id} in queue ${queue}`;
}
