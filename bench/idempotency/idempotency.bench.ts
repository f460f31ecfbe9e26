import { type Comparison, alternating } from '../comparison/alternating.ts';
import { batchOfCommands } from '../consume/batch-of-orders.ts';
import { microsecondsPerRecord, refuseFailures } from '../consume/microseconds-per-record.ts';
import { allocatedPerRecord } from './allocated-per-record.ts';
import { type Delivery, type Side, deliveries, sideOf } from './side-of.ts';

/** What one kind of delivery costs each side, per record. */
export interface IdempotencyFigures {
  readonly delivery: Delivery;
  /** A ratio of at most 1 is the aim. */
  readonly microseconds: Comparison;
  /** Bytes of heap that were allocated. */
  readonly allocated: Sides;
  /** Write requests to the table, the effect's own included. */
  readonly writes: Sides;
}

/** A figure of both sides. */
export interface Sides {
  readonly ours: number;
  readonly powertools: number;
}

const batchesPerRound = 20;

/**
 * Measures what it costs to take a record through an idempotent handler, for this package and for Powertools' batch and
 * idempotency utilities in one process, over the same kind of table in memory.
 */
export async function benchIdempotency(progress: (line: string) => void): Promise<readonly IdempotencyFigures[]> {
  const figures: IdempotencyFigures[] = [];
  for (const delivery of deliveries) {
    progress(`records through idempotent handlers: ${delivery}`);
    figures.push({ delivery, ...(await compared(delivery)), allocated: await allocated(delivery) });
  }
  return figures;
}

async function compared(delivery: Delivery): Promise<Pick<IdempotencyFigures, 'microseconds' | 'writes'>> {
  const [ours, powertools] = [sideOf('ours', delivery), sideOf('powertools', delivery)];
  const writes = { ours: await writesPerRecord(ours), powertools: await writesPerRecord(powertools) };
  const microseconds = await alternating({
    rounds: 101,
    warmUpRounds: 20,
    inputOf: () => Array.from({ length: batchesPerRound }, batchOfCommands),
    ours: (events) => measured(ours, events),
    peer: (events) => measured(powertools, events),
  });
  return { microseconds, writes };
}

async function measured(side: Side, events: readonly ReturnType<typeof batchOfCommands>[]): Promise<number> {
  await side.prepare(events);
  return microsecondsPerRecord(events, side.handler);
}

async function writesPerRecord({ table, handler, prepare }: Side): Promise<number> {
  const event = batchOfCommands();
  await prepare([event]);
  const before = table.writes;
  await refuseFailures(event, handler);
  return (table.writes - before) / event.Records.length;
}

async function allocated(delivery: Delivery): Promise<Sides> {
  return {
    ours: await allocatedPerRecord('ours', delivery),
    powertools: await allocatedPerRecord('powertools', delivery),
  };
}
