import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
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
  const measure = started();
  for (const call of calls) {
    await producing.send(call);
  }
  const turn = measure(count);
  await producing.close();
  return turn;
}

/**
 * Takes and settles all messages that a new place holds; measured is what comes after the first settlement, because
 * joining a group takes its own time.
 *
 * @throws PipelineError `batch-failed` when some are not settled then: it would be fast for the wrong reason.
 */
export async function consumeTurn(side: ConsumerSide, place: string, count: number): Promise<Turn> {
  const progress = progressTo(count);
  const consuming = await side.open({ place, messages: ordersToSend(count), settled: progress.settled });
  const late = setTimeout(progress.giveUp, longestMs);
  await consuming.begin();
  const turn = await progress.turn;
  clearTimeout(late);
  const left = await consuming.end();
  if (turn === undefined || left !== 0 || progress.done() !== count) {
    const got = `${progress.done()} of ${count} settled and ${left} left`;
    throw new PipelineError(`${side.name} must settle every message once, got ${got}`, { code: 'batch-failed' });
  }
  return turn;
}

interface Progress {
  readonly settled: (messages: number) => void;
  readonly done: () => number;
  readonly giveUp: () => void;
  /** Undefined when it was given up. */
  readonly turn: Promise<Turn | undefined>;
}

function progressTo(count: number): Progress {
  const { promise: turn, resolve } = Promise.withResolvers<Turn | undefined>();
  let measure: ((messages: number) => Turn) | undefined;
  let [first, done] = [0, 0];
  return {
    turn,
    done: () => done,
    giveUp: () => {
      resolve(undefined);
    },
    settled: (messages) => {
      done += messages;
      if (measure === undefined) {
        first = messages;
        measure = started();
      } else if (done >= count) {
        resolve(measure(count - first));
      }
    },
  };
}

/** Starts a measurement; what it answers ends it after so many messages. */
function started(): (messages: number) => Turn {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  return (messages) => {
    const seconds = (performance.now() - before) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { messagesPerSecond: messages / seconds, cpuMicroseconds: (user + system) / messages };
  };
}
