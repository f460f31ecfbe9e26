import { type GuardSourceDependencies, type GuardedSource, guardSource } from './guard-source.ts';

/** What one look at every source found. */
export interface GuardLook {
  /** Sources whose breaker is open. */
  readonly open: number;
  /** Sources whose breaker is on trial. */
  readonly halfOpen: number;
  /** Sources that a guard keeps paused. */
  readonly paused: number;
  /** Sources that could not be looked at or changed; the next look tries again. */
  readonly failed: number;
}

/** Pauses the sources whose breaker is open, and resumes them after the cool-down. */
export interface SourceGuard {
  /** One look at every source; never rejects. */
  look(): Promise<GuardLook>;
  /**
   * Looks once, and then again every few seconds until the deadline (milliseconds since the epoch) while a source
   * is not at rest: a trial that fails must not go on until the next run. Answers the last look.
   */
  watch(run: { readonly deadline: number }): Promise<GuardLook>;
}

/** What a guard works with. */
export interface SourceGuardDependencies extends GuardSourceDependencies {
  readonly queues: readonly string[];
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Milliseconds between two looks of one run. */
export const lookEveryMilliseconds = 5000;

/** Creates the guard of the sources of a pipeline; any number of them may run at once. */
export function createSourceGuard(dependencies: SourceGuardDependencies): SourceGuard {
  const { clock, sleep, telemetry } = dependencies;
  const look = (): Promise<GuardLook> => lookAtAll(dependencies);
  return {
    look,
    async watch({ deadline }) {
      let last = await look();
      let mostOpen = last.open;
      while (!atRest(last) && clock.now() + lookEveryMilliseconds < deadline) {
        await sleep(lookEveryMilliseconds);
        last = await look();
        mostOpen = Math.max(mostOpen, last.open);
      }
      // Not counted when a source was not seen: then the guard is to be missed.
      if (last.failed === 0) {
        telemetry.count('BreakersOpen', mostOpen);
      }
      return last;
    },
  };
}

function atRest({ open, halfOpen, paused, failed }: GuardLook): boolean {
  return open + halfOpen + paused + failed === 0;
}

async function lookAtAll(dependencies: SourceGuardDependencies): Promise<GuardLook> {
  const sources = await Promise.all(dependencies.queues.map((queue) => attempt(dependencies, queue)));
  const count = (holds: (source: GuardedSource) => boolean): number =>
    sources.filter((source) => source !== undefined && holds(source)).length;
  return {
    open: count(({ state }) => state === 'open'),
    halfOpen: count(({ state }) => state === 'half-open'),
    paused: count(({ paused }) => paused),
    failed: sources.filter((source) => source === undefined).length,
  };
}

/** A source that fails does not fail its neighbours. */
async function attempt(dependencies: SourceGuardDependencies, queue: string): Promise<GuardedSource | undefined> {
  try {
    return await guardSource(dependencies, queue);
  } catch (cause) {
    dependencies.telemetry.error('source not guarded', { queue }, cause);
    return undefined;
  }
}
