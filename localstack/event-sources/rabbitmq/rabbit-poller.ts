import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { RabbitConnection } from '../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitIntake, type RabbitIntake } from '../../../lambdas/adapters/rabbitmq/rabbit-intake.ts';
import { createJitteredBackoff } from '../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import type { Telemetry } from '../../../lambdas/core/ports/telemetry.ts';
import { type Invocation, createInvokeFunction } from '../invoke-function.ts';
import { createPatience } from '../patience.ts';
import { type PayloadFilter, createPayloadFilter } from '../payload-filter.ts';
import { type CountingCounters, type PollerCounters, createPollerCounters } from '../poller-counters.ts';
import { lambdaRabbitMessage } from './lambda-rabbit-message.ts';
import { createRabbitBatches, type RabbitBatches } from './rabbit-batches.ts';
import { type RabbitEvent, type RabbitEventSource, rabbitEvent } from './rabbit-event.ts';

/** What `openRabbitPoller` uses when nothing else is said, as Lambda does. */
export const rabbitPollerDefaults = { batchSize: 100, windowMs: 500, filters: [] } as const;

/** The queue, its function, and how messages are handed over. */
export interface RabbitPollerOptions extends RabbitEventSource {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  readonly lambda: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
  readonly telemetry: Telemetry;
  /** Most messages an invocation, 1 to 10000. @default 100 */
  readonly batchSize?: number;
  /** Milliseconds to fill a batch. @default 500 */
  readonly windowMs?: number;
  /** Patterns below `data`; what none of them matches is acknowledged unseen. @default none: everything is handed over */
  readonly filters?: readonly string[];
}

/** Reads a queue and hands its messages to a function, one batch at a time. */
export interface RabbitPoller {
  start(): void;
  /** Settles the batch in hand, gives back the rest, and rejects with what made polling fail. */
  stop(): Promise<void>;
  /** Starts unless that was done, and resolves when the queue is empty and nothing is in hand; rejects when polling fails first. */
  drain(): Promise<void>;
  /** As they are now. */
  counters(): PollerCounters;
}

/**
 * Opens the poller that stands in for Lambda's mapping of Amazon MQ for RabbitMQ, which a local endpoint does not have.
 *
 * A batch is acknowledged as a whole when the function answers, whatever it says, and goes back to the queue as a whole
 * when it throws; only the queue's own delivery limit gives a message up. A poller that dies gives back what it held.
 *
 * `stop` and `drain` throw PipelineError `source-unavailable` when the queue is not there, and `backend-failed` when the
 * endpoint stays away or refuses.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 *
 * @throws PipelineError `backend-failed` for a filter that is not understood.
 */
export function openRabbitPoller(options: RabbitPollerOptions): RabbitPoller {
  const settings = { ...rabbitPollerDefaults, ...options };
  const counters = createPollerCounters();
  const passes = createPayloadFilter(settings.filters, 'data');
  const batches = createRabbitBatches(() => intake);
  const intake = createRabbitIntake({
    ...{ connection: options.connection, queue: options.queue, telemetry: options.telemetry },
    prefetch: settings.batchSize,
    deliver: (message, channel) => {
      batches.add(message, channel);
    },
    lost: () => {
      batches.clear();
    },
  });
  const stopping = new AbortController();
  const parts = { settings, counters, passes, batches, intake, signal: stopping.signal };
  let running: Promise<void> | undefined;
  return {
    start: () => {
      running ??= poll(parts).finally(() => intake.close());
      // Whoever stops or drains is told.
      running.catch(() => undefined);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    drain: async () => {
      running ??= poll(parts).finally(() => intake.close());
      await Promise.race([empty(parts), running]);
    },
    counters: () => ({ ...counters }),
  };
}

interface Polling {
  readonly settings: Required<Omit<RabbitPollerOptions, 'virtualHost'>> & Pick<RabbitPollerOptions, 'virtualHost'>;
  readonly counters: CountingCounters;
  readonly passes: PayloadFilter;
  readonly batches: RabbitBatches;
  readonly intake: RabbitIntake;
  readonly signal: AbortSignal;
}

/** Milliseconds between looks at what has come. */
const lookMs = 10;

async function poll(polling: Polling): Promise<void> {
  const { settings, batches, intake, signal } = polling;
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  const patience = createPatience({ backoff, signal });
  const invoke = createInvokeFunction<RabbitEvent>(settings.lambda, settings.functionName);
  let failures = 0;
  while (!signal.aborted) {
    await intake.open();
    if (batches.waiting() === 0) {
      await sleep(lookMs);
      continue;
    }
    await filled(polling);
    const succeeded = await handOver(polling, (event) => patience(() => invoke(event)));
    failures = succeeded ? 0 : failures + 1;
    if (failures > 0) {
      await backoff.wait(failures);
    }
  }
}

async function filled({ settings, batches, signal }: Polling): Promise<void> {
  const looks = Math.ceil(settings.windowMs / lookMs);
  for (let look = 0; look < looks && batches.waiting() < settings.batchSize && !signal.aborted; look += 1) {
    await sleep(lookMs);
  }
}

/** Answers whether the batch need not come again. */
async function handOver(
  { settings, counters, passes, batches }: Polling,
  invoke: (event: RabbitEvent) => Promise<Invocation>,
): Promise<boolean> {
  const taken = batches
    .take(settings.batchSize)
    .map((each) => ({ ...each, record: lambdaRabbitMessage(each.message) }));
  const [wanted, unwanted] = [
    taken.filter(({ record }) => passes(record.data)),
    taken.filter(({ record }) => !passes(record.data)),
  ];
  batches.settle(unwanted, 'ack');
  if (wanted.length === 0) {
    return true;
  }
  const event = rabbitEvent(
    settings,
    wanted.map(({ record }) => record),
  );
  counters.invocations += 1;
  const { delivery } = await invoke(event).catch((cause: unknown) => {
    batches.settle(wanted, 'requeue');
    throw cause;
  });
  const succeeded = delivery.kind === 'answered';
  counters[succeeded ? 'records' : 'retries'] += succeeded ? wanted.length : 1;
  batches.settle(wanted, succeeded ? 'ack' : 'requeue');
  return succeeded;
}

/** Milliseconds after which the queue is looked at once more: a message may be on its way from there to here. */
const onItsWayMs = 100;

async function empty({ settings, batches, counters, signal }: Polling): Promise<void> {
  const channel = await settings.connection.channel();
  try {
    for (let quiet = 0, before = -1; quiet < 2 && !signal.aborted;) {
      const { messageCount } = await channel.checkQueue(settings.queue);
      const isQuiet = messageCount === 0 && batches.held() === 0 && counters.invocations === before;
      quiet = isQuiet ? quiet + 1 : 0;
      before = counters.invocations;
      await sleep(onItsWayMs);
    }
  } finally {
    await channel.close().catch(() => undefined);
  }
}
