import type { FaultKind, FaultPlan, PlannedFault } from './faults.ts';
import type { Random } from './random.ts';

/** Something that runs, can die, and can be started anew. */
export interface Process {
  readonly name: string;
  alive: boolean;
  /** Virtual time before which it does not go on. */
  stalledUntil: number;
}

/** What one run did. */
export interface Statistics {
  calls: number;
  crashes: number;
  failures: number;
  stalls: number;
}

/** One I/O call of the run, for a trace. */
export interface TracedCall {
  readonly call: number;
  readonly process: string;
  readonly label: string;
  readonly fault: FaultKind | undefined;
}

/** What the simulated world fails with; the code under test sees an ordinary error. */
export class InjectedFailure extends Error {
  override readonly name = 'InjectedFailure';
}

/** Milliseconds of a stall: longer than the longest visibility timeout in the simulated world. */
const stallMs = 400_000;

/** Lets one process at a time make one step, in an order that the seed decides. */
export class Scheduler {
  readonly statistics: Statistics = { calls: 0, crashes: 0, failures: 0, stalls: 0 };
  readonly trace: TracedCall[] = [];
  readonly faults: PlannedFault[] = [];
  /** Calls that were more than a look: after them, others may find something to do. */
  effects = 0;
  private readonly waiting: { readonly process: Process; readonly go: () => void }[] = [];
  private readonly random: Random;
  private readonly plan: FaultPlan;
  private readonly now: () => number;

  constructor(random: Random, plan: FaultPlan, now: () => number) {
    this.random = random;
    this.plan = plan;
    this.now = now;
  }

  /** Runs one I/O call: a step before it, its effect at once, a step after it; a fault can hit any of the three. */
  async call<Result>(process: Process, label: string, effect: () => Promise<Result>): Promise<Result> {
    await this.turn(process);
    const call = this.statistics.calls;
    this.statistics.calls += 1;
    const fault = this.plan.at(call);
    this.effects += label.startsWith('receive') && fault === undefined ? 0 : 1;
    this.trace.push({ call, process: process.name, label, fault });
    if (fault !== undefined) {
      this.faults.push({ call, kind: fault });
    }
    await this.strikeBefore(process, fault, label);
    const result = await effect();
    await this.strikeAfter(process, fault, label);
    await this.turn(process);
    return result;
  }

  /** Lets one waiting process go on; false when none can. */
  step(): boolean {
    const ready = this.waiting.filter(({ process }) => process.alive && process.stalledUntil <= this.now());
    const chosen = ready[this.random.below(ready.length)];
    if (chosen === undefined) {
      return false;
    }
    this.waiting.splice(this.waiting.indexOf(chosen), 1);
    chosen.go();
    return true;
  }

  /** When the next stalled process goes on; undefined when none is stalled. */
  nextWakeUp(): number | undefined {
    const times = this.waiting.filter(({ process }) => process.alive).map(({ process }) => process.stalledUntil);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Waits for this process's turn; never again when it died meanwhile. */
  private turn(process: Process): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ process, go: resolve });
    });
  }

  private async strikeBefore(process: Process, fault: FaultKind | undefined, label: string): Promise<void> {
    if (fault === 'crash-before') {
      await this.crash(process);
    }
    if (fault === 'fail-before') {
      this.statistics.failures += 1;
      throw new InjectedFailure(`${label} failed`);
    }
    if (fault === 'stall') {
      this.statistics.stalls += 1;
      process.stalledUntil = this.now() + stallMs;
      await this.turn(process);
    }
  }

  private async strikeAfter(process: Process, fault: FaultKind | undefined, label: string): Promise<void> {
    if (fault === 'crash-after') {
      await this.crash(process);
    }
    if (fault === 'fail-after') {
      this.statistics.failures += 1;
      throw new InjectedFailure(`the answer of ${label} was lost`);
    }
  }

  private crash(process: Process): Promise<never> {
    this.statistics.crashes += 1;
    process.alive = false;
    return new Promise(() => undefined);
  }
}
