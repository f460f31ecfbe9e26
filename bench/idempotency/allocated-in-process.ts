import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { batchOfCommands, recordsPerBatch } from '../consume/batch-of-orders.ts';
import { deliveries, sideNames, sideOf } from './side-of.ts';

// Run in a fresh process with a young generation that holds all of it: tells its parent, over the fourth stream, the
// bytes of heap that one side allocates for each record.
const warmUpBatches = 1000;
const batches = 200;

const side = sideNames.find((name) => name === process.argv[2]) ?? 'ours';
const delivery = deliveries.find((name) => name === process.argv[3]) ?? 'outside';
const { handler, prepare } = sideOf(side, delivery);

async function bytesOf(count: number): Promise<number> {
  const events = Array.from({ length: count }, batchOfCommands);
  await prepare(events);
  globalThis.gc?.();
  await turn();
  const before = process.memoryUsage().heapUsed;
  for (const event of events) {
    await handler(event);
  }
  return process.memoryUsage().heapUsed - before;
}

await bytesOf(warmUpBatches);
// Negative, and so refused by the parent, when a collection came between after all.
writeSync(3, String((await bytesOf(batches)) / (batches * recordsPerBatch)));
process.exit(0);
