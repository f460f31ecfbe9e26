import type { SQSEvent } from 'aws-lambda';
import type { Contestant } from '../consume/contestants.ts';
import { type Effect, ourIdempotentHandler, powertoolsIdempotentHandler } from './contestants.ts';
import { type CountedTable, createCountedTable } from './counted-table.ts';

/** Who is measured. */
export const sideNames = ['ours', 'powertools'] as const;

/** Name of a side. */
export type SideName = (typeof sideNames)[number];

/** What is delivered: a message for the first time whose effect is outside or in the table, or the first one again. */
export const deliveries = ['outside', 'duplicate', 'table'] as const;

/** Name of a delivery. */
export type Delivery = Effect | 'duplicate';

/** A handler with the table it works on. */
export interface Side {
  readonly table: CountedTable;
  readonly handler: Contestant;
  /** Makes the table what it is before these batches are delivered. */
  readonly prepare: (events: readonly SQSEvent[]) => Promise<void>;
}

/** Creates one side of a comparison. */
export function sideOf(name: SideName, delivery: Delivery): Side {
  const table = createCountedTable();
  const effect = delivery === 'duplicate' ? 'outside' : delivery;
  const handler = handlers[name](effect, table.items);
  return {
    table,
    handler,
    prepare: async (events) => {
      table.clear();
      for (const event of delivery === 'duplicate' ? events : []) {
        await handler(event);
      }
    },
  };
}

const handlers = { ours: ourIdempotentHandler, powertools: powertoolsIdempotentHandler };
