import { pathToFileURL } from 'node:url';
import type { SQSEvent } from 'aws-lambda';
import { batchOfOrders, recordsPerBatch } from './batch-of-orders.ts';
import { type Contestant, ourHandler, powertoolsHandler } from './contestants.ts';

/** What one kind of queue costs. */
export interface ConsumeFigures {
  readonly queue: 'standard' | 'fifo';
  /** Microseconds per record of this package; the median of the rounds. */
  readonly ours: number;
  /** Microseconds per record of Powertools' batch processor; the median of the rounds. */
  readonly powertools: number;
  /** Ours by theirs, the median of each round's own ratio; at most 1 is the aim. */
  readonly ratio: number;
}

/** Rounds, in each of which both run; odd, so that there is a median, and many short ones, so that both share the drift. */
const rounds = 101;
const batchesPerRound = 100;

/**
 * Measures what it costs to take a record from a Lambda event through validation to a handler that does nothing, for
 * this package and for Powertools in one process, taking turns, because a shared machine drifts.
 */
export async function benchConsume(): Promise<readonly ConsumeFigures[]> {
  const figures: ConsumeFigures[] = [];
  for (const queue of ['standard', 'fifo'] as const) {
    figures.push(await measured(queue));
  }
  return figures;
}

async function measured(queue: ConsumeFigures['queue']): Promise<ConsumeFigures> {
  const fifo = queue === 'fifo';
  const event = batchOfOrders({ fifo });
  const [ours, powertools] = [ourHandler(), powertoolsHandler({ fifo })];
  await refuseFailures(event, ours);
  await refuseFailures(event, powertools);
  const samples: { readonly ours: number; readonly powertools: number }[] = [];
  for (let round = -20; round < rounds; round += 1) {
    // Who goes first changes every round; the rounds below 0 let the compiler settle.
    const oursFirst = round % 2 === 0;
    const first = await microsecondsPerRecord(event, oursFirst ? ours : powertools);
    const second = await microsecondsPerRecord(event, oursFirst ? powertools : ours);
    if (round >= 0) {
      samples.push(oursFirst ? { ours: first, powertools: second } : { ours: second, powertools: first });
    }
  }
  return {
    queue,
    ours: median(samples.map((sample) => sample.ours)),
    powertools: median(samples.map((sample) => sample.powertools)),
    ratio: median(samples.map((sample) => sample.ours / sample.powertools)),
  };
}

async function microsecondsPerRecord(event: SQSEvent, contestant: Contestant): Promise<number> {
  const start = performance.now();
  for (let batch = 0; batch < batchesPerRound; batch += 1) {
    await contestant(event);
  }
  return ((performance.now() - start) * 1000) / (batchesPerRound * recordsPerBatch);
}

/** A contestant that fails its records would be fast for the wrong reason. */
async function refuseFailures(event: SQSEvent, contestant: Contestant): Promise<void> {
  const { batchItemFailures } = await contestant(event);
  if (batchItemFailures.length > 0) {
    throw new RangeError(`a contestant must handle every record, got ${batchItemFailures.length} failed`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function line({ queue, ours, powertools, ratio }: ConsumeFigures): string {
  const columns = [ours, powertools].map((value) => value.toFixed(2).padStart(6));
  return `SQS ${queue.padEnd(8)}  ours ${columns.join(' us/record  Powertools ')} us/record  ratio ${ratio.toFixed(2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write((await benchConsume()).map(line).join(''));
}
