import { setTimeout as sleep } from 'node:timers/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import type { MessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import { messagesOf } from '../import/messages-of.ts';
import type { Entry } from '../import/order-import.ts';
import type { EmbeddedPipeline } from './embedded-pipeline.ts';

/** Messages that may wait while more orders are placed: enough to fill batches, few enough to keep memory flat. */
const window = 500;

/** Turns between two looks at timers and signals. */
const turnsAtOnce = 50;

/** What a run works with. */
export interface EmbeddedRun {
  readonly definition: Pick<PipelineDefinition, 'queues'>;
  /** Orders and returns, in the order in which they are sent. */
  readonly entries: readonly Entry[];
  readonly pipeline: EmbeddedPipeline;
  readonly broker: MemoryBroker;
  readonly writer: MessageWriter;
  readonly clock: Clock;
  /** Told how many entries are sent so far. */
  readonly onProgress: (placed: number) => void;
  /** Ends the run between two turns; what is in flight then stays where it is. */
  readonly signal: AbortSignal;
}

/** Sends every order and return and turns the pipeline until nothing is left to do; answers how many were sent. */
export async function runEmbedded(run: EmbeddedRun): Promise<number> {
  let placed = 0;
  let turns = 0;
  while (!run.signal.aborted) {
    placed += await place(run, placed);
    const worked = await run.pipeline.turn();
    turns += 1;
    if (turns % turnsAtOnce === 0) {
      run.onProgress(placed);
      await nextTurn();
    }
    if (!worked && placed === run.entries.length && !(await goesOn(run))) {
      break;
    }
  }
  run.onProgress(placed);
  return placed;
}

async function place({ definition, entries, broker, writer }: EmbeddedRun, placed: number): Promise<number> {
  const waiting = Object.keys(definition.queues).reduce((sum, name) => sum + broker.figuresOf(name).visible, 0);
  const room = window - waiting;
  const next = entries.slice(placed, placed + Math.max(room, 0));
  const drafts = next.flatMap(messagesOf);
  await broker.publisher.publish(drafts.map((draft) => outgoingMessage(writer.write(draft, undefined))));
  return next.length;
}

/** Waits until the pipeline has something to do again; false when nothing will come. */
async function goesOn({ pipeline, clock, signal }: EmbeddedRun): Promise<boolean> {
  const next = await pipeline.wakesAt();
  if (next === undefined) {
    // Something may have become due between the last turn and the question what comes next.
    return pipeline.turn();
  }
  await sleep(Math.max(next - clock.now(), 1), undefined, { signal }).catch(() => undefined);
  return true;
}
