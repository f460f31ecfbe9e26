import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokersOf } from '../../lambdas/contracts/definition/with-brokers.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { measuredNumber } from '../measured-number.ts';
import { median } from '../report/median.ts';
import { runNode } from '../run-node.ts';
import { handlerEnvironment } from './handler-environment.ts';
import { type BundleSize, sizeOf, sizeWithoutSdk, writeBundles } from './write-bundles.ts';

/** What one handler weighs. */
export interface BundleFigures {
  /** Its name in the definition. */
  readonly handler: string;
  /** Whether a broker's client is part of it. */
  readonly brokerClient: boolean;
  /** As it is deployed. */
  readonly withSdk: BundleSize;
  /** If the SDK came from the runtime. */
  readonly withoutSdk: BundleSize;
  /** Milliseconds to load the deployed bundle in a fresh process; the median of several. */
  readonly coldImportMs: number;
}

const imports = 7;
const coldImport = fileURLToPath(new URL('cold-import.ts', import.meta.url));

/** Its name in the definition, its file, and whether it talks to a broker. */
const handlers: readonly (readonly [string, string, boolean])[] = [
  ...Object.entries(orders.consumers).flatMap(([name, consumer]) =>
    consumer.entry === undefined ? [] : [[name, consumer.entry, brokersOf(orders, consumer).length > 0] as const],
  ),
  ['relay', orders.relay.entry, false],
  ...(orders.sweeper === undefined ? [] : [['sweeper', orders.sweeper.entry, false] as const]),
  ...(orders.timers === undefined ? [] : [['timers', orders.timers.entry, false] as const]),
  ...(orders.circuitBreaker === undefined ? [] : [['guard', orders.circuitBreaker.entry, false] as const]),
  ...(orders.reconciler === undefined ? [] : [['reconciler', orders.reconciler.entry, true] as const]),
];

/** Bundles every handler of the definition as the stacks do, weighs it and loads it. */
export async function benchBundles(progress: (line: string) => void): Promise<readonly BundleFigures[]> {
  // Outside the project, so that no bundle can find a package beside it.
  const folder = await mkdtemp(join(tmpdir(), 'bench-bundles-'));
  try {
    progress('bundling handlers');
    const files = writeBundles(
      handlers.map(([, entry]) => entry),
      folder,
    );
    const figures: BundleFigures[] = [];
    for (const [handler, entry, brokerClient] of handlers) {
      progress(`cold imports of ${handler}`);
      const file = files.get(entry) ?? '';
      const coldImportMs = await coldImportOf(file);
      figures.push({ handler, brokerClient, withSdk: sizeOf(file), withoutSdk: sizeWithoutSdk(entry), coldImportMs });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function coldImportOf(file: string): Promise<number> {
  const samples: number[] = [];
  for (let count = 0; count < imports; count += 1) {
    const { measured } = await runNode([coldImport, file], handlerEnvironment());
    samples.push(measuredNumber(measured));
  }
  return median(samples);
}
