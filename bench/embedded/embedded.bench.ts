import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { nodeFlags } from '../../localstack/setup/node-flags.mjs';
import { measuredNumber } from '../measured-number.ts';
import { median } from '../report/median.ts';
import { runNode } from '../run-node.ts';

/** What the embedded run takes and gives. */
export interface EmbeddedFigures {
  readonly orders: number;
  /** Orders through the whole saga each second; the median of the runs. */
  readonly ordersPerSecond: number;
  /** Most resident memory of any run, in MB (10^6 bytes), the program itself included. */
  readonly peakRssMb: number;
}

const runs = 3;
const preload = fileURLToPath(new URL('peak-memory.ts', import.meta.url));

const script = 'localstack/embedded/main.ts';

/** As `npm start` runs it. */
const args = [...(nodeFlags[script] ?? []), '--import', preload, script, '--json'];

const Report = z.object({
  orders: z.object({ accepted: z.int() }),
  monitoring: z.object({ ordersPerSecond: z.number() }),
});

/** Runs all orders that ship with the project through the pipeline, in a fresh process each time. */
export async function benchEmbedded(progress: (line: string) => void): Promise<EmbeddedFigures> {
  const samples: { readonly orders: number; readonly ordersPerSecond: number; readonly peakRssMb: number }[] = [];
  for (let run = 1; run <= runs; run += 1) {
    progress(`embedded run ${run} of ${runs}`);
    const { output, measured } = await runNode(args);
    const { orders, monitoring } = Report.parse(JSON.parse(output) as unknown);
    const peakRssMb = (measuredNumber(measured) * 1024) / 1e6;
    samples.push({ orders: orders.accepted, ordersPerSecond: monitoring.ordersPerSecond, peakRssMb });
  }
  return {
    orders: samples[0]?.orders ?? 0,
    ordersPerSecond: median(samples.map(({ ordersPerSecond }) => ordersPerSecond)),
    peakRssMb: Math.max(...samples.map(({ peakRssMb }) => peakRssMb)),
  };
}
