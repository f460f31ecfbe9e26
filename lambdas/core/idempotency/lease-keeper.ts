import type { Clock } from '../ports/clock.ts';
import type { Timers } from '../ports/timers.ts';

/** Keeps a lease alive while a handler runs. */
export interface LeaseKeeper {
  /** Aborted when another owner took over, or the lease ended before it could be renewed. */
  readonly signal: AbortSignal;
  /** Ends the renewal; when it resolves, none of it runs any more. */
  stop(): Promise<void>;
}

/** What a lease is kept alive with. */
export interface LeaseKeeperOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The end of the lease as it was taken. */
  readonly until: number;
  /** Milliseconds since the epoch beyond which the lease is not renewed, because the host stops the handler. */
  readonly deadline: number;
  /** Milliseconds from a renewal to the end of the renewed lease. */
  readonly leaseMilliseconds: number;
  /** Renews the lease; false when it belongs to another owner. A rejection is tried again until the lease ends. */
  readonly extend: (until: number) => Promise<boolean>;
}

/** Renewals in the life of a lease, so that one or two may fail. */
const beatsPerLease = 3;

/**
 * Renews a lease each third of its life until it is stopped, lost, or reaches the handler's deadline.
 *
 * A handler that ends within the first third costs two timers and no write.
 */
export function keepLease(options: LeaseKeeperOptions): LeaseKeeper {
  // Most handlers never look at the signal, and making one costs more than the rest of the keeper.
  let controller: AbortController | undefined;
  const made = (): AbortController => (controller ??= new AbortController());
  const renewal: Renewal = {
    until: options.until,
    running: true,
    beating: Promise.resolve(),
    cancels: [],
    lose: () => {
      end(renewal);
      made().abort();
    },
  };
  schedule(options, renewal);
  return {
    get signal() {
      return made().signal;
    },
    stop: () => {
      end(renewal);
      return renewal.beating;
    },
  };
}

interface Renewal {
  until: number;
  running: boolean;
  beating: Promise<void>;
  cancels: readonly (() => void)[];
  readonly lose: () => void;
}

function schedule(options: LeaseKeeperOptions, renewal: Renewal): void {
  const { clock, timers, deadline, leaseMilliseconds } = options;
  cancel(renewal);
  const atEnd = timers.at(renewal.until, renewal.lose);
  const beatAt = clock.now() + leaseMilliseconds / beatsPerLease;
  if (renewal.until >= deadline || beatAt >= renewal.until) {
    renewal.cancels = [atEnd];
    return;
  }
  const atBeat = timers.at(beatAt, () => {
    renewal.beating = beat(options, renewal);
  });
  renewal.cancels = [atEnd, atBeat];
}

async function beat(options: LeaseKeeperOptions, renewal: Renewal): Promise<void> {
  const until = Math.min(options.deadline, options.clock.now() + options.leaseMilliseconds);
  const answer = await options.extend(until).catch(() => 'unknown' as const);
  if (!renewal.running) {
    return;
  }
  if (answer === false) {
    renewal.lose();
    return;
  }
  renewal.until = answer === true ? until : renewal.until;
  schedule(options, renewal);
}

function end(renewal: Renewal): void {
  renewal.running = false;
  cancel(renewal);
}

function cancel(renewal: Renewal): void {
  for (const take of renewal.cancels) {
    take();
  }
  renewal.cancels = [];
}
