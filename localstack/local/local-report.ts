import { type ImportedRun, importRun } from '../import/import-run.ts';
import { messagesOf } from '../import/messages-of.ts';
import { type Entry, idOf } from '../import/order-import.ts';
import type { RunProcess } from '../options/run-command.ts';
import type { RunOptions } from '../options/run-options.ts';
import { brokerFacts } from '../report/broker-facts.ts';
import { countBy } from '../report/order-figures.ts';
import { lettersInLines } from '../report/letters-in-lines.ts';
import { parkedOrders } from '../report/parked-orders.ts';
import { readFacts } from '../report/read-facts.ts';
import { runReport } from '../report/report-of.ts';
import type { RunReport } from '../report/run-report.ts';
import { seedStock } from '../seed/seed-stock.ts';
import { stockFor } from '../seed/stock-for.ts';
import { collectSkipped } from './collect-skipped.ts';
import { consumerFigures, publishedByType, publishedCount } from './consumer-figures.ts';
import { type Deployed, openDeployment } from './deployed.ts';
import { localQueueFigures } from './local-queue-figures.ts';
import type { LogLine } from './log-lines.ts';
import { peekDeadLetters } from './peek-dead-letters.ts';
import { queueDepths } from './queue-depths.ts';
import { replay } from './replay.ts';

/** Deploys onto the local endpoint, replays a file of orders through what is deployed, and reports what it then holds. */
export async function localReport(options: RunOptions, process: RunProcess): Promise<RunReport> {
  const imported = await importRun(options);
  const deployed = await openDeployment(options, process);
  try {
    return await run(options, process, { imported, deployed });
  } finally {
    await deployed.close();
  }
}

interface Rig {
  readonly imported: ImportedRun;
  readonly deployed: Deployed;
}

async function run(options: RunOptions, process: RunProcess, { imported, deployed }: Rig): Promise<RunReport> {
  const { sqs, deployment } = deployed;
  await collectSkipped({ ...deployed, ...deployment, signal: process.signal });
  const items = await deployed.scan();
  const before = readFacts(items);
  const parked = parkedOrders({ bodies: await peekDeadLetters(sqs, deployment.deadLetterUrls), items });
  await seedStock(deployed.items, stockFor(imported.orders, options.stock));
  // What the store knows was sent by an earlier run, which may have been cut off: it goes on by itself.
  const known = new Set([...before.orders.keys(), ...before.returns.keys(), ...parked.keys()]);
  const fresh = imported.entries.filter((entry) => !known.has(idOf(entry)));
  const since = Date.now();
  const { sent, drained } = await replay({ deployed, imported, fresh, process });
  const seconds = (Date.now() - since) / 1000;
  return reportOf({
    imported,
    deployed,
    sent,
    drained,
    seconds,
    since,
    fresh,
    signal: process.signal,
    earlier: new Set([...before.orders.keys(), ...before.returns.keys()]),
  });
}

async function reportOf(outcome: {
  readonly imported: ImportedRun;
  readonly deployed: Deployed;
  readonly sent: number;
  readonly drained: boolean;
  readonly seconds: number;
  readonly since: number;
  readonly fresh: readonly Entry[];
  readonly signal: AbortSignal;
  readonly earlier: ReadonlySet<string>;
}): Promise<RunReport> {
  const { imported, deployed, sent } = outcome;
  const { sqs, deployment } = deployed;
  const lines = await deployed.logLinesOf(outcome.since);
  const published = publishedIn(lines, outcome.fresh.slice(0, sent));
  await collectSkipped({ ...deployed, ...deployment, signal: outcome.signal });
  const depths = await queueDepths(sqs, deployment.queueUrls);
  const deadLetters = await queueDepths(sqs, deployment.deadLetterUrls);
  const items = await deployed.scan();
  return runReport({
    mode: 'local',
    definition: deployment.definition,
    where: `${deployed.url}, stacks orders-local-*, table ${deployment.tableName}`,
    ...{ sent, seconds: outcome.seconds, interrupted: !outcome.drained, earlier: outcome.earlier },
    ...imported.figures,
    facts: readFacts(items),
    parked: parkedOrders({ bodies: await peekDeadLetters(sqs, deployment.deadLetterUrls), items }),
    consumers: consumerFigures(deployment.definition, lines),
    queues: localQueueFigures(deployment.definition, {
      depths,
      deadLetters,
      published,
      inLines: lettersInLines(items),
    }),
    swept: publishedCount(lines.get('sweeper') ?? []),
    projections: await deployed.projections(),
    told: deployed.brokers === undefined ? undefined : brokerFacts(items),
  });
}

/** Whoever publishes logs it: the relay, the sweeper, and consumers that need not wait for either. The client does not. */
function publishedIn(
  lines: ReadonlyMap<string, readonly LogLine[]>,
  sent: readonly Entry[],
): ReadonlyMap<string, number> {
  const byClient = sent.flatMap(messagesOf).map(({ type }) => type.name);
  return new Map([
    ...publishedByType([...lines.values()].flat()),
    ...Object.entries(countBy(byClient, (name) => name)),
  ]);
}
