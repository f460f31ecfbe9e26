import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { letterFault } from '../../lambdas/core/dead-letter/letter-fault.ts';
import { createLineRedrive } from '../../lambdas/core/dead-letter/redrive-lines.ts';
import { createLooseRedrive } from '../../lambdas/core/dead-letter/redrive-loose.ts';
import type { RedriveResult } from '../../lambdas/core/dead-letter/redrive.ts';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import type { DlqRun } from './dlq-command.ts';
import { lettersOf } from './letters-of.ts';
import type { LetterQueue } from './operations.ts';

/** How letters are sent. */
export interface RedrivePace {
  /** Letters a second. @default the core's */
  readonly perSecond: number | undefined;
  /** Milliseconds without progress of a key after which it is left to its consumer. @default the core's */
  readonly patienceMs: number | undefined;
}

/** What became of the letters of one queue. */
export interface QueueRedrive extends RedriveResult {
  readonly queue: string;
  /** Letters selected when it began. */
  readonly matched: number;
}

/** Sends the selected letters of a queue back to it, in the way that its policy asks for, and shows how far it is. */
export async function redriveQueue(
  queue: LetterQueue,
  run: DlqRun,
  { selects, ...pace }: RedrivePace & { readonly selects: (letter: DeadLetter) => boolean },
): Promise<QueueRedrive> {
  const matched = (await lettersOf(queue.lines)).filter(selects).length;
  const none = { sent: 0, done: 0, failed: [], heldBack: [], waiting: [] };
  if (matched === 0) {
    return { queue: queue.name, matched, ...none };
  }
  const bar = createProgressBar(run.progress, queue.name, matched);
  const result = await redriveOf(
    queue,
    run,
    pace,
  )({
    selects,
    by: run.by,
    signal: run.signal,
    onProgress: ({ sent, done }) => {
      bar.update(done, `${done} of ${matched} done, ${sent} sent`);
    },
  });
  bar.finish();
  return { queue: queue.name, matched, ...result };
}

function redriveOf(
  { policy, lines, sender, types }: LetterQueue,
  { operations }: DlqRun,
  { perSecond, patienceMs }: RedrivePace,
): ReturnType<typeof createLineRedrive> {
  const { clock, ids, sleep, payloads } = operations;
  const dependencies = {
    ...{ lines, sender, clock, ids, sleep, faultOf: letterFault(types, payloads) },
    ...(perSecond !== undefined && { perSecond }),
    ...(patienceMs !== undefined && { patienceMs }),
  };
  return policy === 'skip' ? createLooseRedrive(dependencies) : createLineRedrive(dependencies);
}
