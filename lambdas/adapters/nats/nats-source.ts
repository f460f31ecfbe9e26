import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { SourceBatch, WorkerSource } from '../../core/ports/worker-source.ts';
import { createWakeUp, type WakeUp } from '../../core/worker/wake-up.ts';
import { createDeadLetterSender, keptHeaders } from './dead-letter-sender.ts';
import { createHeldMessages, type HeldMessage, type HeldMessages } from './held-messages.ts';
import { headerOf } from './nats-headers.ts';
import { takeIn } from './nats-intake.ts';
import { settleMessages, type SettleDependencies } from './settle-messages.ts';

/** What `createNatsSource` uses when nothing else is said. */
export const natsSourceDefaults = {
  prefetch: 100,
  batchSize: 50,
  pauseMilliseconds: 250,
  keepMilliseconds: 10_000,
} as const;

/** What a source on NATS works with. */
export interface NatsSourceDependencies {
  readonly client: Pick<JetStreamClient, 'consumers' | 'publish'>;
  readonly connection: Pick<NatsConnection, 'closed' | 'flush' | 'isClosed'>;
  readonly stream: string;
  /** A durable pull consumer of the stream. */
  readonly consumer: string;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Messages held unsettled. @default 100 */
  readonly prefetch?: number;
  /** Records of one batch. @default 50 */
  readonly batchSize?: number;
  /** Milliseconds until a failed record comes again when no delay was asked for. @default 250 */
  readonly pauseMilliseconds?: number;
  /**
   * Milliseconds between two signs of life for what is held; at most a third of the consumer's ack wait, so that long
   * work is not given to another worker. @default 10000
   */
  readonly keepMilliseconds?: number;
  /** Where a record goes that failed too often. @default nowhere: the consumer parks it */
  readonly deadLetters?: {
    /** A subject of the dead-letter stream. */
    readonly subject: string;
    /** Deliveries after which it is moved; at least 1. */
    readonly after: number;
  };
}

/** A message as it came. */
export interface NatsOrigin {
  /** Its subject. */
  readonly source: string;
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A source on NATS, which also knows what its records were before they became text. */
export interface NatsSource extends WorkerSource {
  /** Undefined for a record that is not held any more. */
  readonly originOf: (record: SourceRecord) => NatsOrigin | undefined;
}

/**
 * Makes one worker's view of a durable pull consumer.
 *
 * It promises no order, so records have no group: the server gives other messages while one is retried or held by
 * another worker. `receiveCount` is the server's count of deliveries. What a dead worker held comes again after the
 * consumer's ack wait.
 */
export function createNatsSource(dependencies: NatsSourceDependencies): NatsSource {
  const closed = new AbortController();
  const held = createHeldMessages();
  const wakeUp = createWakeUp();
  const { connection } = dependencies;
  const settling = settlingOf(held, dependencies);
  const settle: Settle = async (taken, result) => {
    await settleMessages(taken, result, settling);
    wakeUp.all();
  };
  void keepHeld(closed.signal, held, dependencies);
  return {
    visibility: {
      delay: (record, seconds) => {
        const found = held.find(record.id);
        if (found !== undefined) {
          found.delay = seconds * 1000;
        }
        return Promise.resolve();
      },
    },
    originOf: ({ id }) => {
      const message = held.find(id)?.message;
      return message && { source: message.subject, body: message.data, headers: keptHeaders(message.headers) };
    },
    batches: (signal) => batches(AbortSignal.any([signal, closed.signal]), { ...dependencies, held, wakeUp, settle }),
    close: async () => {
      closed.abort();
      if (!connection.isClosed()) {
        held.giveBack();
        await flushed(dependencies);
      }
    },
  };
}

function settlingOf(held: HeldMessages, dependencies: NatsSourceDependencies): SettleDependencies {
  const { client, telemetry, deadLetters } = dependencies;
  return {
    held,
    telemetry,
    pauseMilliseconds: dependencies.pauseMilliseconds ?? natsSourceDefaults.pauseMilliseconds,
    deadLetters: deadLetters && {
      after: deadLetters.after,
      send: createDeadLetterSender(client, deadLetters.subject),
    },
  };
}

type Settle = (taken: readonly HeldMessage[], result: Parameters<SourceBatch['settle']>[0]) => Promise<void>;

interface BatchDependencies extends NatsSourceDependencies {
  readonly held: HeldMessages;
  readonly wakeUp: WakeUp;
  readonly settle: Settle;
}

async function* batches(signal: AbortSignal, dependencies: BatchDependencies): AsyncGenerator<SourceBatch> {
  const { held, wakeUp, settle, prefetch = natsSourceDefaults.prefetch, connection } = dependencies;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let ended: (() => void) | undefined;
  const end = (): void => {
    ended = () => undefined;
    over.abort();
  };
  const fail = (cause: unknown): void => {
    ended = () => {
      throw cause;
    };
    over.abort();
  };
  takeIn(either, { ...dependencies, prefetch }).catch(fail);
  void connection.closed().then((cause) => {
    if (cause instanceof Error) {
      fail(cause);
    } else {
      end();
    }
  });
  try {
    while (!either.aborted) {
      const taken = held.take(dependencies.batchSize ?? natsSourceDefaults.batchSize);
      if (taken.length > 0) {
        yield { records: taken.map(recordOf), settle: (result) => settle(taken, result) };
      } else {
        await wakeUp.next(either);
      }
    }
    ended?.();
  } finally {
    over.abort();
  }
}

function recordOf({ id, message, receiveCount }: HeldMessage): SourceRecord {
  const redrive = redriveMark(headerOf(message.headers, redriveAttribute) ?? '');
  return {
    id,
    body: new TextDecoder().decode(message.data),
    group: undefined,
    receiveCount,
    receipt: id,
    ...(redrive && { redrive }),
  };
}

async function keepHeld(
  signal: AbortSignal,
  held: HeldMessages,
  { sleep, connection, keepMilliseconds = natsSourceDefaults.keepMilliseconds }: NatsSourceDependencies,
): Promise<void> {
  while (!signal.aborted && !connection.isClosed()) {
    held.keep();
    await sleep(keepMilliseconds, signal);
  }
}

const flushMilliseconds = 5000;

/** Waits until the server has read what it was told; not for a server that is gone. */
async function flushed({ connection, sleep }: NatsSourceDependencies): Promise<void> {
  const over = new AbortController();
  await Promise.race([connection.flush().catch(() => undefined), sleep(flushMilliseconds, over.signal)]);
  over.abort();
}
