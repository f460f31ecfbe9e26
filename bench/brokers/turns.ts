import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { callsOf, ordersToSend } from './orders-to-send.ts';
import type { ConsumerSide, ProducerSide } from './sides.ts';

/** What one turn of one side came to. */
export interface Turn {
  readonly messagesPerSecond: number;
  /** CPU time of this process for each message; the broker's is not in it. */
  readonly cpuMicroseconds: number;
}

/** Milliseconds after which a side that does not get on fails. */
const longestMs = 120_000;

/** Sends messages to a new place, one call after the other, each acknowledged before the next. */
export async function produceTurn(side: ProducerSide, place: string, count: number): Promise<Turn> {
  const calls = callsOf(ordersToSend(count));
  const producing = await side.open(place);
  const [first = []] = callsOf(ordersToSend(1));
  // Connects, asks for what it must know of the place, and counts for nothing.
  await producing.send(first);
  const turn = await measured(count, async () => {
    for (const call of calls) {
      await producing.send(call);
    }
  });
  await producing.close();
  return turn;
}

/**
 * Takes and settles all messages that a new place holds.
 *
 * @throws PipelineError `batch-failed` when some are not settled then: it would be fast for the wrong reason.
 */
export async function consumeTurn(side: ConsumerSide, place: string, count: number): Promise<Turn> {
  const messages: readonly OutgoingMessage[] = ordersToSend(count);
  const all = Promise.withResolvers<undefined>();
  let done = 0;
  const settled = (more: number): void => {
    done += more;
    if (done >= count) {
      all.resolve(undefined);
    }
  };
  const consuming = await side.open({ place, messages, settled });
  const late = setTimeout(() => {
    all.reject(failure(side, `${done} of ${count} settled within ${longestMs} ms`));
  }, longestMs);
  const turn = await measured(count, async () => {
    await consuming.begin();
    await all.promise;
  });
  clearTimeout(late);
  const left = await consuming.end();
  if (left !== 0 || done !== count) {
    throw failure(side, `${done} of ${count} settled and ${left} left`);
  }
  return turn;
}

function failure({ name }: ConsumerSide, got: string): PipelineError {
  return new PipelineError(`${name} must settle every message once, got ${got}`, { code: 'batch-failed' });
}

async function measured(messages: number, work: () => Promise<void>): Promise<Turn> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { messagesPerSecond: messages / seconds, cpuMicroseconds: (user + system) / messages };
}
