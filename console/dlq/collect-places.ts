import { forEachBounded } from '../../lambdas/core/consume/for-each-bounded.ts';
import { collectDeadLetters } from '../../lambdas/core/dead-letter/collect-dead-letters.ts';
import { counted } from '../command/counted.ts';
import type { DlqRun } from './dlq-command.ts';
import type { LetterPlace } from './operations.ts';

/** Places looked at together: each look waits a second for what may come. */
const atOnce = 8;

/** Letters between two lines of progress. */
const step = 100;

/** Moves what lies in the dead-letter queues of some places into their lines, and answers how many messages. */
export async function collectPlaces(
  places: readonly LetterPlace[],
  { signal, progress }: Pick<DlqRun, 'signal' | 'progress'>,
): Promise<number> {
  let collected = 0;
  const failures: unknown[] = [];
  const sources = places.flatMap(({ lines, sources: found }) => found.map((from) => ({ from, lines })));
  await forEachBounded(sources, atOnce, async (source) => {
    const onProgress = (): void => {
      collected += 1;
      if (collected % step === 0) {
        progress.write(`collecting dead letters: ${collected} so far\n`);
      }
    };
    await collectDeadLetters(source, { signal, onProgress }).catch((cause: unknown) => failures.push(cause));
  });
  if (collected > 0) {
    progress.write(`collected ${counted(collected, 'dead letter')} out of their queues\n`);
  }
  if (failures.length > 0) {
    throw failures[0];
  }
  return collected;
}
