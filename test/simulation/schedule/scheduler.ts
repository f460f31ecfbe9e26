import { PipelineError } from '../../../lambdas/contracts/errors/pipeline-error.ts';
import { type FaultKind, type FaultPlan, type Operation, type PlannedFault, looks } from './faults.ts';
import type { Process } from './process.ts';
import type { Random } from './random.ts';
import { type Statistics, noStatistics } from './statistics.ts';

/** One I/O call of a process. */
export interface Call {
  readonly operation: Operation;
  /** For a reader of the trace. */
  readonly label: string;
}

/** One I/O call of the run, for a trace. */
export interface TracedCall extends Call {
  readonly call: number;
  readonly process: string;
  readonly fault: FaultKind | undefined;
}

/** What the simulated world fails with; to the code under test it is any failure of its adapters. */
export class InjectedFailure extends PipelineError {}

/** Lets one process at a time make one step, in an order that the seed decides. */
export interface Scheduler {
  readonly statistics: Statistics;
  readonly trace: readonly TracedCall[];
  readonly faults: readonly PlannedFault[];
  /** Calls that were more than a look: after them, others may find something to do. */
  readonly effects: number;
  /**
   * Runs one I/O call: a step before it, its effect at once, a step after it; a fault can hit any of the three. The
   * effect is told of the faults that are its own to stage.
   *
   * @throws InjectedFailure where the fault says so.
   */
  call<Result>(
    process: Process,
    call: Call,
    effect: (fault: FaultKind | undefined) => Promise<Result>,
  ): Promise<Result>;
  /** Lets a process sleep for so many milliseconds. */
  pause(process: Process, milliseconds: number): Promise<void>;
  /** Lets one waiting process go on; false when none can. */
  step(): boolean;
  /** When the next stalled process goes on; undefined when none is stalled. */
  nextWakeUp(): number | undefined;
}

/** What a scheduler works with. */
export interface SchedulerDependencies {
  readonly random: Random;
  readonly plan: FaultPlan;
  readonly now: () => number;
}

/** Milliseconds of a stall: longer than the longest visibility timeout and lease in the simulated world. */
const stallMs = 400_000;

/** Creates the scheduler of a run. */
export function createScheduler({ random, plan, now }: SchedulerDependencies): Scheduler {
  const statistics = noStatistics();
  const trace: TracedCall[] = [];
  const faults: PlannedFault[] = [];
  const waiting: { readonly process: Process; readonly go: () => void }[] = [];
  let effects = 0;

  /** Waits for this process's turn; never again when it died meanwhile. */
  const turn = (process: Process): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ process, go: resolve });
    });

  const begin = (process: Process, { operation, label }: Call): FaultKind | undefined => {
    const call = statistics.calls;
    const fault = plan.at(call, operation);
    statistics.calls += 1;
    effects += fault === undefined && (looks.has(operation) || operation === 'read') ? 0 : 1;
    trace.push({ call, process: process.name, operation, label, fault });
    if (fault !== undefined) {
      statistics.faults[fault] += 1;
      faults.push({ call, kind: fault });
    }
    return fault;
  };

  return {
    statistics,
    trace,
    faults,
    get effects() {
      return effects;
    },
    async call(process, call, effect) {
      await turn(process);
      const fault = begin(process, call);
      if (fault === 'stall') {
        process.stalledUntil = now() + stallMs;
        await turn(process);
      }
      await strike(process, { fault, label: call.label, strikes: strikesBefore });
      const result = await effect(fault);
      await strike(process, { fault, label: call.label, strikes: strikesAfter });
      await turn(process);
      return result;
    },
    pause(process, milliseconds) {
      process.stalledUntil = now() + milliseconds;
      return turn(process);
    },
    step() {
      const ready = waiting.filter(({ process }) => process.alive && process.stalledUntil <= now());
      const chosen = ready[random.below(ready.length)];
      if (chosen === undefined) {
        return false;
      }
      waiting.splice(waiting.indexOf(chosen), 1);
      chosen.go();
      return true;
    },
    nextWakeUp() {
      const times = waiting.filter(({ process }) => process.alive).map(({ process }) => process.stalledUntil);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

type Strike = 'crash' | 'failure';
type Strikes = Readonly<Partial<Record<FaultKind, Strike>>>;

const strikesBefore: Strikes = {
  'crash-before': 'crash',
  'fail-before': 'failure',
  throttle: 'failure',
  conflict: 'failure',
  'lost-acknowledgement': 'failure',
};
const strikesAfter: Strikes = { 'crash-after': 'crash', 'fail-after': 'failure' };

async function strike(
  process: Process,
  {
    fault,
    label,
    strikes,
  }: { readonly fault: FaultKind | undefined; readonly label: string; readonly strikes: Strikes },
): Promise<void> {
  const struck = fault && strikes[fault];
  if (struck === 'crash') {
    process.alive = false;
    await new Promise(() => undefined);
  } else if (struck === 'failure') {
    const code = fault === 'conflict' ? 'store-conflict' : 'store-unavailable';
    throw new InjectedFailure(`"${label}" must succeed, got ${fault ?? ''}`, { code, retryable: true });
  }
}
