import { createGuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import { createMemoryBroker, type MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { systemTimers } from '../../lambdas/adapters/system/system-timers.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { coreOrders as definition } from '../../lambdas/contracts/orders/core-orders.ts';
import { createItemPayloads } from '../../lambdas/core/payload/item-payloads.ts';
import type { Payloads } from '../../lambdas/core/ports/payloads.ts';
import { createViews } from '../../lambdas/core/projection/views.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { type ImportedRun, importRun } from '../import/import-run.ts';
import type { RunProcess } from '../options/run-command.ts';
import type { RunOptions } from '../options/run-options.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import { parkedOrders } from '../report/parked-orders.ts';
import { readProjections } from '../report/projection-figures.ts';
import { readFacts } from '../report/read-facts.ts';
import { wholeItems } from '../report/whole-items.ts';
import type { RunReport } from '../report/run-report.ts';
import { runReport } from '../report/report-of.ts';
import { seedStock } from '../seed/seed-stock.ts';
import { stockFor } from '../seed/stock-for.ts';
import { embeddedConsumers } from './embedded-consumers.ts';
import { deadLetterBodies, embeddedQueueFigures } from './embedded-figures.ts';
import { embeddedOutbox } from './embedded-outbox.ts';
import { embeddedIndexing } from './embedded-indexing.ts';
import { embeddedGuard } from './embedded-guard.ts';
import { type EmbeddedPipeline, createEmbeddedPipeline } from './embedded-pipeline.ts';
import { type EmbeddedTelemetry, createEmbeddedTelemetry } from './embedded-telemetry.ts';
import { embeddedTimers } from './embedded-timers.ts';
import { embeddedStream } from './embedded-stream.ts';
import { runEmbedded } from './run-embedded.ts';

/** Runs a file of orders through the pipeline in this process, and reports what the store then says. */
export async function embeddedReport(options: RunOptions, { progress, signal }: RunProcess): Promise<RunReport> {
  const imported = await importRun(options);
  const rig = rigOf(options, progress);
  await seedStock(rig.items, stockFor(imported.orders, options.stock));
  const started = performance.now();
  const sent = await placeAll(rig, imported, { progress, signal });
  const seconds = (performance.now() - started) / 1000;
  return await reportOf({ imported, rig, sent, seconds, interrupted: signal.aborted });
}

interface Rig {
  readonly broker: MemoryBroker;
  readonly items: MemoryItemStore;
  readonly index: MemoryItemStore;
  readonly payloads: Payloads;
  readonly telemetry: EmbeddedTelemetry;
  readonly pipeline: EmbeddedPipeline;
}

function rigOf({ declineAboveCents }: RunOptions, progress: RunProcess['progress']): Rig {
  const clock = systemClock;
  const ids = uuidSource;
  const telemetry = createEmbeddedTelemetry((text) => progress.write(text));
  const items = createMemoryItemStore();
  const payloads = createItemPayloads({ items, clock });
  const broker = createMemoryBroker({ definition, clock, ids, visibilitySecondsOf });
  const consumers = embeddedConsumers({
    ...{ items, clock, ids, payloads, declineAboveCents, telemetryOf: telemetry.of, publisher: broker.publisher },
    // A demo has no mail server: what counts is that each notice is given once, which the store's marks show.
    notifier: { notify: () => Promise.resolve() },
  });
  const { publisher } = broker;
  const stream = embeddedStream(items);
  const index = createMemoryItemStore();
  const outbox = embeddedOutbox({ items, publisher, telemetryOf: telemetry.of, clock, ids, stream });
  const indexing = embeddedIndexing({ items, stream, index, clock, payloads, telemetryOf: telemetry.of });
  const timers = embeddedTimers({ items, publisher, telemetry: telemetry.of('timers'), clock, ids });
  const sources = createGuardedSources({
    ...{
      pipeline: definition,
      items,
      clock,
      timers: systemTimers,
      telemetry: telemetry.of('guard'),
      random: Math.random,
    },
  });
  const pipeline = createEmbeddedPipeline({
    ...{ broker, items, sources, consumers, clock, payloads, telemetryOf: telemetry.of, random: Math.random },
    tasks: [...outbox, ...timers, embeddedGuard(sources, clock), ...indexing],
  });
  return { broker, items, index, payloads, telemetry, pipeline };
}

/** Six times the consumer's timeout, as the deployed queues have it. */
function visibilitySecondsOf(queueName: string): number {
  const reader = Object.values(definition.consumers).find(({ source }) => source === queueName);
  return 6 * (reader?.timeoutSeconds ?? 5);
}

async function placeAll(rig: Rig, { entries }: ImportedRun, { progress, signal }: RunProcess): Promise<number> {
  const bar = createProgressBar(progress, 'orders', entries.length);
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: `/${definition.name}/import` });
  const sent = await runEmbedded({
    ...{ entries, pipeline: rig.pipeline, broker: rig.broker, writer, clock: systemClock, signal },
    onProgress: (placed) => {
      bar.update(placed, `${placed} of ${entries.length} placed`);
    },
  });
  bar.finish();
  return sent;
}

async function reportOf(run: {
  readonly imported: ImportedRun;
  readonly rig: Rig;
  readonly sent: number;
  readonly seconds: number;
  readonly interrupted: boolean;
}): Promise<RunReport> {
  const { imported, rig } = run;
  return runReport({
    mode: 'embedded',
    definition,
    where: 'one process: broker and store in memory',
    sent: run.sent,
    seconds: run.seconds,
    interrupted: run.interrupted,
    ...imported.figures,
    earlier: new Set(),
    facts: readFacts(await wholeItems(rig.items.scan(), rig.payloads)),
    parked: parkedOrders({ bodies: deadLetterBodies(rig.broker), items: rig.items.scan() }),
    consumers: rig.telemetry.consumerFigures(),
    queues: embeddedQueueFigures(rig.broker, rig.items.scan()),
    swept: rig.telemetry.swept(),
    projections: await readProjections(createViews({ items: rig.index })),
  });
}
