import { type Comparison, alternating } from '../comparison/alternating.ts';
import { batchOfOrders } from './batch-of-orders.ts';
import { ourHandler, powertoolsHandler } from './contestants.ts';
import { microsecondsPerRecord, refuseFailures } from './microseconds-per-record.ts';

/** What one kind of queue costs, in microseconds per record; a ratio of at most 1 is the aim. */
export interface ConsumeFigures extends Comparison {
  readonly queue: 'standard' | 'fifo';
}

const batchesPerRound = 100;

/**
 * Measures what it costs to take a record from a Lambda event through validation to a handler that does nothing, for
 * this package and for Powertools in one process.
 */
export async function benchConsume(): Promise<readonly ConsumeFigures[]> {
  const figures: ConsumeFigures[] = [];
  for (const queue of ['standard', 'fifo'] as const) {
    figures.push({ queue, ...(await compared({ fifo: queue === 'fifo' })) });
  }
  return figures;
}

async function compared({ fifo }: { readonly fifo: boolean }): Promise<Comparison> {
  const event = batchOfOrders({ fifo });
  const [ours, powertools] = [ourHandler(), powertoolsHandler({ fifo })];
  await refuseFailures(event, ours);
  await refuseFailures(event, powertools);
  const events = Array.from({ length: batchesPerRound }, () => event);
  return alternating({
    // Many short rounds, so that both share the drift.
    rounds: 101,
    warmUpRounds: 20,
    inputOf: () => events,
    ours: (batches) => microsecondsPerRecord(batches, ours),
    peer: (batches) => microsecondsPerRecord(batches, powertools),
  });
}
