import type { SourceRecord } from '../../../lambdas/core/consume/source-record.ts';
import type { Process } from '../schedule/process.ts';
import type { Stage } from './stage.ts';

/** A queue as one worker sees it. */
export interface Deliveries {
  /** Empty when nothing came, or what came was lost on the way. */
  receive(): Promise<readonly SourceRecord[]>;
  /** An acknowledgement that fails is not repeated: the message comes again. */
  acknowledge(records: readonly SourceRecord[]): Promise<void>;
}

/** Messages of one receive. */
const most = 3;

/** The receiving side of a queue: every call is a step. */
export function deliveriesOf(stage: Stage, process: Process, source: string): Deliveries {
  const { definition, broker, scheduler } = stage;
  const operation = definition.queues[source]?.fifo === true ? 'receive-in-order' : 'receive';
  return {
    receive: () =>
      scheduler
        .call(process, { operation, label: `receive ${source}` }, (fault) => {
          const again = takeSecond(stage, source);
          const records = [...broker.receive(source, most), ...again];
          scheduler.statistics.injected += again.length;
          scheduler.statistics.deliveries += records.length;
          scheduler.statistics.repeated += records.filter(({ receiveCount }) => receiveCount > 1).length;
          repeatLater(stage, source, { records, strikes: fault === 'duplicate' });
          return Promise.resolve(records);
        })
        .catch(() => []),
    async acknowledge(records) {
      for (const { receipt } of records) {
        await scheduler
          .call(process, { operation: 'acknowledge', label: `acknowledge ${source}` }, () =>
            Promise.resolve(broker.delete(source, receipt)),
          )
          .catch(() => undefined);
      }
    },
  };
}

function takeSecond({ secondDeliveries }: Stage, source: string): readonly SourceRecord[] {
  const records = secondDeliveries.get(source) ?? [];
  secondDeliveries.delete(source);
  return records;
}

/** A fault that meets an empty queue strikes the next messages of that queue. */
function repeatLater(
  { secondDeliveries, doubling }: Stage,
  source: string,
  { records, strikes }: { readonly records: readonly SourceRecord[]; readonly strikes: boolean },
): void {
  if (strikes) {
    doubling.add(source);
  }
  if (records.length > 0 && doubling.delete(source)) {
    secondDeliveries.set(source, records.map(deliveredAgain));
  }
}

function deliveredAgain(record: SourceRecord): SourceRecord {
  return { ...record, receiveCount: record.receiveCount + 1 };
}
