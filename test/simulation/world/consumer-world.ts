import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Notifier } from '../../lambdas/notify-customer/notifier.ts';

/** The ports of one process: every call of them is a step of the scheduler. */
export interface ConsumerWorld {
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly notifier: Notifier;
}
