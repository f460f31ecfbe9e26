import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createViews } from '../../lambdas/core/projection/views.ts';
import { type ImportedRun, importRun } from '../import/import-run.ts';
import type { RunProcess } from '../options/run-command.ts';
import type { RunOptions } from '../options/run-options.ts';
import { brokerFacts } from '../report/broker-facts.ts';
import { parkedOrders } from '../report/parked-orders.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import { readProjections } from '../report/projection-figures.ts';
import { readFacts } from '../report/read-facts.ts';
import { runReport } from '../report/report-of.ts';
import type { RunReport } from '../report/run-report.ts';
import { wholeItems } from '../report/whole-items.ts';
import { seedStock } from '../seed/seed-stock.ts';
import { stockFor } from '../seed/stock-for.ts';
import { deadLetterBodies, embeddedQueueFigures } from './embedded-figures.ts';
import { type Embedded, openEmbedded } from './open-embedded.ts';
import { runEmbedded } from './run-embedded.ts';

/** Runs a file of orders through the pipeline in this process, and reports what the store then says. */
export async function embeddedReport(options: RunOptions, { progress, signal }: RunProcess): Promise<RunReport> {
  const imported = await importRun(options);
  const rig = openEmbedded(options, (text) => progress.write(text));
  await seedStock(rig.items, stockFor(imported.orders, options.stock));
  const started = performance.now();
  const sent = await placeAll(rig, imported, { progress, signal });
  const seconds = (performance.now() - started) / 1000;
  return await reportOf({ imported, rig, sent, seconds, interrupted: signal.aborted });
}

async function placeAll(rig: Embedded, { entries }: ImportedRun, { progress, signal }: RunProcess): Promise<number> {
  const bar = createProgressBar(progress, 'orders', entries.length);
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: `/${rig.definition.name}/import` });
  const sent = await runEmbedded({
    ...{ ...rig, entries, writer, clock: systemClock, signal },
    onProgress: (placed) => {
      bar.update(placed, `${placed} of ${entries.length} placed`);
    },
  });
  bar.finish();
  return sent;
}

async function reportOf(run: {
  readonly imported: ImportedRun;
  readonly rig: Embedded;
  readonly sent: number;
  readonly seconds: number;
  readonly interrupted: boolean;
}): Promise<RunReport> {
  const { imported, rig } = run;
  const { definition, broker, brokers, items } = rig;
  return runReport({
    mode: 'embedded',
    definition,
    where: `one process: ${brokers === undefined ? 'broker' : 'brokers'} and store in memory`,
    sent: run.sent,
    seconds: run.seconds,
    interrupted: run.interrupted,
    ...imported.figures,
    earlier: new Set(),
    facts: readFacts(await wholeItems(items.scan(), rig.payloads)),
    parked: parkedOrders({ bodies: deadLetterBodies(definition, broker, brokers), items: items.scan() }),
    consumers: rig.telemetry.consumerFigures(),
    queues: embeddedQueueFigures(definition, broker, items.scan()),
    swept: rig.telemetry.swept(),
    projections: await readProjections(createViews({ items: rig.index })),
    ...(brokers && { told: brokerFacts(items.scan()) }),
  });
}
