import type { Clock } from '../../../core/ports/clock.ts';
import type { WorkerSource } from '../../../core/ports/worker-source.ts';
import { type Wait, untilFirst } from '../../../core/worker/until-first.ts';
import type { MemoryGroup } from './memory-group.ts';

/** How a source in memory reads. */
export interface MemorySourceOptions {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Records of one batch. @default 10 */
  readonly batchSize?: number;
  /** Seconds after which what a killed worker held comes again: a session or idle time. @default 0 */
  readonly redeliverySeconds?: number;
}

/** A source whose worker can die. */
export interface MemorySource extends WorkerSource {
  /** The process ends: nothing is told, and what it held comes again once the broker notices. */
  kill(): void;
}

/** Makes the source of one more worker of a group: an intake that waits until there is something to take in. */
export function createMemorySource(group: MemoryGroup, options: MemorySourceOptions): MemorySource {
  const { batchSize = 10, redeliverySeconds = 0 } = options;
  const intake = group.intake();
  const left = new AbortController();
  const leave = (afterSeconds: number): void => {
    if (!left.signal.aborted) {
      left.abort();
      intake.leave(afterSeconds);
    }
  };
  return {
    visibility: intake.visibility,
    async *batches(signal) {
      const ended = AbortSignal.any([signal, left.signal]);
      while (!ended.aborted) {
        const since = options.clock.now();
        const records = intake.receive(batchSize);
        if (records.length === 0) {
          await untilChanged(group, { ...options, since }, ended);
          continue;
        }
        yield {
          records,
          settle: (result) => {
            intake.settle(records, result);
            return Promise.resolve();
          },
        };
      }
    },
    close() {
      leave(0);
      return Promise.resolve();
    },
    kill() {
      leave(redeliverySeconds);
    },
  };
}

/** Until something was published or settled, or time alone has freed something since the last look. */
async function untilChanged(
  group: MemoryGroup,
  { clock, sleep, since }: MemorySourceOptions & { readonly since: number },
  signal: AbortSignal,
): Promise<void> {
  const due = group.dueAt(since);
  const delay: readonly Wait[] = due === undefined ? [] : [(ended) => sleep(due - clock.now(), ended)];
  await untilFirst(signal, [(ended) => group.changes.next(ended), ...delay]);
}
