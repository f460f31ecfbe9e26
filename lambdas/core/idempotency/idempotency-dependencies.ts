import type { Clock } from '../ports/clock.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Timers } from '../ports/timers.ts';

/** Milliseconds a claim holds where it is renewed while the handler runs. */
export const defaultLeaseMilliseconds = 30_000;

/** Milliseconds by which two clocks may differ: a lease is over only when it ended so long ago. */
export const defaultClockSkewMilliseconds = 1000;

/** What idempotency works with. */
export interface IdempotencyDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly clock: Clock;
  /** Gives the attempt tokens. */
  readonly ids: IdSource;
  readonly fingerprint: Fingerprint;
  /**
   * Renews the lease of a long handler, so that a message whose owner died is free again after one lease instead of
   * at the dead owner's deadline. @default none: a claim holds until the handler's deadline
   */
  readonly timers?: Timers;
  /** Above 0; only with `timers`. @default defaultLeaseMilliseconds */
  readonly leaseMilliseconds?: number;
  /** At least 0. @default defaultClockSkewMilliseconds */
  readonly clockSkewMilliseconds?: number;
}
