import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { BrokerFacts } from './broker-facts.ts';
import { brokerSetup } from './broker-setup.ts';
import { checkInvariants } from './invariants/check-invariants.ts';
import type { StoreFacts } from './order-facts.ts';
import { type ImportFigures, endedCount, orderFigures } from './order-figures.ts';
import { patternFigures } from './pattern-figures.ts';
import { type ProjectionReadings, projectionLines, projectionsTrue } from './projection-figures.ts';
import { toldOverBrokers } from './told-over-brokers.ts';
import type { ConsumerFigures, QueueFigures, RunReport } from './run-report.ts';

/** What was measured in a run or read from its deployment. */
export interface RunFigures {
  readonly mode: RunReport['mode'];
  /** What ran. */
  readonly definition: PipelineDefinition;
  /** In a few words: what the broker and the store are. */
  readonly where: string;
  /** The files the orders came from. */
  readonly source: string;
  /** Orders sent in this run. */
  readonly sent: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly imported: ImportFigures;
  /** Orders that the store held before this run: checked with the others, not counted with them. */
  readonly earlier: ReadonlySet<string>;
  readonly facts: StoreFacts;
  /** Ids of orders and returns of which a message is parked, with the reason. */
  readonly parked: ReadonlyMap<string, string>;
  readonly consumers: readonly ConsumerFigures[];
  readonly queues: readonly QueueFigures[];
  /** Messages that the sweeper published, because the relay had not. */
  readonly swept: number;
  /** What the views say. @default there are none */
  readonly projections?: ProjectionReadings | undefined;
  /** What came over brokers. @default there are none */
  readonly told?: BrokerFacts | undefined;
  readonly rejectsFile: string | undefined;
}

/** Puts a report together. */
export function runReport(run: RunFigures): RunReport {
  const { imported, facts, parked, consumers, queues } = run;
  const own = factsOf(facts, imported.accepted);
  return {
    mode: run.mode,
    interrupted: run.interrupted,
    broker: brokerSetup(run.definition, run.where),
    producer: [
      ['source', run.source],
      ['orders sent', String(run.sent)],
      ['message format', 'CloudEvents 1.0, structured JSON'],
    ],
    consumers,
    queues,
    patterns: patternFigures({ facts, queues, consumers, swept: run.swept }),
    monitoring: monitoring({ ...run, facts: own }),
    orders: orderFigures(imported, own, parked),
    // They hold at rest: in the middle of a run money is held that is neither earned nor returned yet.
    invariants: run.interrupted
      ? []
      : [
          ...checkInvariants({
            facts,
            accepted: new Set([...imported.accepted, ...run.earlier]),
            parked: new Set(parked.keys()),
          }),
          ...(run.projections === undefined ? [] : [projectionsTrue(run.projections, facts)]),
          ...(run.told === undefined ? [] : [toldOverBrokers(run.told, facts, run.projections?.sales)]),
        ],
    projections: run.projections === undefined ? [] : projectionLines(run.projections),
    rejectsFile: run.rejectsFile,
  };
}

function monitoring({ seconds, sent, facts, consumers, queues }: RunFigures): RunReport['monitoring'] {
  const sum = (pick: (consumer: ConsumerFigures) => number): number =>
    consumers.reduce((total, consumer) => total + pick(consumer), 0);
  const records = sum(({ handled, duplicates }) => handled + duplicates);
  const troubled = sum(({ retried, parked }) => retried + parked);
  const ended = Math.min(endedCount(facts), sent);
  return {
    seconds,
    ordersPerSecond: Math.round(ended / seconds),
    messagesPerSecond: Math.round(records / seconds),
    errorRate: records + troubled === 0 ? 0 : troubled / (records + troubled),
    lag: queues.reduce((total, { waiting, inFlight }) => total + waiting + inFlight, 0),
  };
}

function factsOf(facts: StoreFacts, orderIds: ReadonlySet<string>): StoreFacts {
  return {
    ...facts,
    orders: new Map([...facts.orders].filter(([id]) => orderIds.has(id))),
    returns: new Map([...facts.returns].filter(([id]) => orderIds.has(id))),
  };
}
