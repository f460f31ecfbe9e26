import type { InvariantResult } from './invariants/invariant.ts';

/** What a consumer did in a run. */
export interface ConsumerFigures {
  readonly name: string;
  readonly queue: string;
  readonly handled: number;
  readonly duplicates: number;
  readonly retried: number;
  readonly parked: number;
}

/** What went through a queue in a run, and what is in it at the end. */
export interface QueueFigures {
  readonly name: string;
  readonly kind: 'FIFO' | 'standard';
  readonly sent: number;
  readonly waiting: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

/** A pattern that the run used, with the figures that show it. */
export interface PatternFigures {
  readonly name: string;
  readonly evidence: string;
}

/** Orders and returns by what became of them; amounts in cents. */
export interface OrderFigures {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly completed: number;
  readonly compensated: Readonly<Record<string, number>>;
  /** Returns that were refunded. */
  readonly returned: number;
  /** Returns that were matched but not refunded, by reason. */
  readonly returnsRefused: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly parkedBy: Readonly<Record<string, number>>;
  readonly inFlight: number;
  readonly amountCompleted: number;
  /** What was given back because an order could not be completed. */
  readonly amountRefunded: number;
  /** What was given back because goods came back. */
  readonly amountReturned: number;
}

/** The whole report of a run; every figure was measured in it or read from the deployment. */
export interface RunReport {
  readonly mode: 'embedded' | 'local';
  readonly interrupted: boolean;
  readonly broker: readonly (readonly [string, string])[];
  readonly producer: readonly (readonly [string, string])[];
  readonly consumers: readonly ConsumerFigures[];
  readonly queues: readonly QueueFigures[];
  readonly patterns: readonly PatternFigures[];
  readonly monitoring: {
    readonly seconds: number;
    readonly ordersPerSecond: number;
    readonly messagesPerSecond: number;
    readonly errorRate: number;
    readonly lag: number;
  };
  readonly orders: OrderFigures;
  /** Each projection with what its view says. */
  readonly projections: readonly (readonly [string, string])[];
  readonly invariants: readonly InvariantResult[];
  readonly rejectsFile: string | undefined;
}
