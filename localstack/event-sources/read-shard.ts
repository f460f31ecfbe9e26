import { setTimeout as timeout } from 'node:timers/promises';
import type { Checkpoints } from './checkpoints.ts';
import { type DeliverRecordsOptions, type GivenUp, deliverRecords } from './deliver-records.ts';
import { failureRecord } from './failure-record.ts';
import type { FailureDestination } from './failure-destination.ts';
import { type LambdaStreamRecord, lambdaStreamRecord } from './lambda-stream-record.ts';
import type { MappingSettings } from './mapping-settings.ts';
import type { Patience } from './patience.ts';
import type { RecordFilter } from './record-filter.ts';
import { type ShardPage, openShard } from './shard-cursor.ts';
import type { ShardPosition } from './shard-cursor.ts';
import type { StreamProgress } from './stream-progress.ts';

/** What the readers of a stream's shards share. */
export interface ReadShardOptions extends Pick<
  DeliverRecordsOptions,
  'invoke' | 'backoff' | 'clock' | 'counters' | 'signal'
> {
  readonly streams: ShardPosition['streams'];
  readonly settings: MappingSettings;
  readonly checkpoints: Checkpoints;
  readonly failures: FailureDestination;
  readonly passes: RecordFilter;
  readonly patience: Patience;
  readonly progress: StreamProgress;
  /** Milliseconds until a shard that was empty is looked at again. */
  readonly emptyPauseMs: number;
}

/** Hands over a shard's records in their order, from its checkpoint on; answers whether the shard is finished. */
export async function readShard(shardId: string, options: ReadShardOptions): Promise<boolean> {
  const { streams, settings, checkpoints, patience, progress, counters, signal } = options;
  const after = (await checkpoints.read(shardId))?.sequenceNumber;
  const cursor = openShard({
    ...{ streams, shardId, after, streamArn: settings.streamArn },
    onTrimmed: () => {
      counters.gaps += 1;
    },
  });
  const handOver = handOverTo(shardId, options, after);
  while (!signal.aborted) {
    const look = progress.look();
    const page = await patience(() => cursor.next());
    const complete = await handOver(page);
    if (complete && page.last) {
      return true;
    }
    if (page.records.length === 0) {
      progress.empty(shardId, look);
      await timeout(options.emptyPauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
}

/** Answers whether all of a page is done with. */
type HandOver = (page: ShardPage) => Promise<boolean>;

function handOverTo(shardId: string, options: ReadShardOptions, after: string | undefined): HandOver {
  const { settings, checkpoints, progress, passes, patience } = options;
  let sequenceNumber = after;
  const delivery: DeliverRecordsOptions = {
    ...options,
    invoke: (event) => patience(() => options.invoke(event)),
    onPending: (records) => {
      progress.pending(shardId, records);
    },
    done: async (record) => {
      sequenceNumber = record.dynamodb.SequenceNumber;
      await checkpoints.write(shardId, { sequenceNumber, finished: false });
    },
    giveUp: (given) => patience(() => giveUp(shardId, given, options)),
  };
  return async ({ records, last }) => {
    const all = records.map((record) => lambdaStreamRecord(record, settings.streamArn));
    const complete = await deliverRecords(all.filter(passes), delivery);
    if (complete) {
      sequenceNumber = await finishPage({ shardId, sequenceNumber, page: all, last, checkpoints });
    }
    return complete;
  };
}

/** Moves the checkpoint over records at a page's end that the filter took out, and closes a shard at its end. */
async function finishPage(state: {
  readonly shardId: string;
  readonly sequenceNumber: string | undefined;
  readonly page: readonly LambdaStreamRecord[];
  readonly last: boolean;
  readonly checkpoints: Checkpoints;
}): Promise<string | undefined> {
  const { shardId, last, checkpoints } = state;
  const sequenceNumber = state.page.at(-1)?.dynamodb.SequenceNumber ?? state.sequenceNumber;
  if (last || sequenceNumber !== state.sequenceNumber) {
    await checkpoints.write(shardId, { sequenceNumber, finished: last });
  }
  return sequenceNumber;
}

async function giveUp(
  shardId: string,
  { batch, condition, invocation }: GivenUp,
  { settings, failures, clock }: ReadShardOptions,
): Promise<void> {
  const { streamArn, functionArn } = settings;
  const { requestId, functionError } = invocation;
  await failures.send(
    failureRecord({
      ...{ batch, condition, streamArn, functionArn, shardId, requestId, functionError },
      now: clock.now(),
    }),
  );
}
