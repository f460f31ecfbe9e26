import { type Consumer, type ConsumerMessages, type JetStreamClient, JetStreamApiError } from '@nats-io/jetstream';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { WakeUp } from '../../core/worker/wake-up.ts';
import type { HeldMessages } from './held-messages.ts';

/** What fetching works with. */
export interface NatsIntakeDependencies {
  readonly client: Pick<JetStreamClient, 'consumers'>;
  readonly stream: string;
  readonly consumer: string;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly prefetch: number;
  readonly held: HeldMessages;
  readonly wakeUp: WakeUp;
}

const requestMilliseconds = 5000;
const pauseMilliseconds = 250;

/**
 * Asks the server for as many messages as there is room, until `signal` aborts; a request that fails is made again.
 *
 * @throws PipelineError `source-unavailable` when there is no such stream or consumer.
 */
export async function takeIn(signal: AbortSignal, dependencies: NatsIntakeDependencies): Promise<void> {
  let reader: Consumer | undefined;
  while (!signal.aborted) {
    try {
      await untilRoom(signal, dependencies);
      reader ??= await dependencies.client.consumers.get(dependencies.stream, dependencies.consumer);
      await fetchOnce(reader, signal, dependencies);
    } catch (cause) {
      reader = undefined;
      await afterFailure(cause, signal, dependencies);
    }
  }
}

async function afterFailure(cause: unknown, signal: AbortSignal, dependencies: NatsIntakeDependencies): Promise<void> {
  const { stream, consumer, telemetry, sleep } = dependencies;
  if (isGone(cause)) {
    throw new PipelineError(`consumer "${consumer}" of stream "${stream}" must exist`, {
      code: 'source-unavailable',
      cause,
    });
  }
  if (!signal.aborted) {
    telemetry.warn('messages of NATS not fetched', { stream, consumer, cause: String(cause) });
    await sleep(pauseMilliseconds, signal);
  }
}

/** Waits for a quarter of the places to be free, so that no request asks for one message alone. */
async function untilRoom(signal: AbortSignal, { prefetch, held, wakeUp }: NatsIntakeDependencies): Promise<void> {
  const least = Math.max(1, Math.floor(prefetch / 4));
  while (!signal.aborted && prefetch - held.size < least) {
    await wakeUp.next(signal);
  }
}

async function fetchOnce(reader: Consumer, signal: AbortSignal, dependencies: NatsIntakeDependencies): Promise<void> {
  const { prefetch, held, wakeUp } = dependencies;
  if (signal.aborted) {
    return;
  }
  const messages = await reader.fetch({ max_messages: prefetch - held.size, expires: requestMilliseconds });
  const stop = (): void => {
    void messages.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await hold(messages, signal, dependencies);
  } finally {
    signal.removeEventListener('abort', stop);
    wakeUp.all();
  }
}

async function hold(
  messages: ConsumerMessages,
  signal: AbortSignal,
  { held, wakeUp }: NatsIntakeDependencies,
): Promise<void> {
  for await (const message of messages) {
    if (signal.aborted) {
      message.nak();
    } else {
      held.add(message);
      wakeUp.all();
    }
  }
}

function isGone(cause: unknown): boolean {
  return cause instanceof JetStreamApiError && cause.status === 404;
}
