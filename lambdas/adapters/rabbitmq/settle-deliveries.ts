import type { BatchResult } from '../../core/consume/batch-consumer.ts';
import { type HeldDelivery, fateOf } from './held-deliveries.ts';
import type { RabbitDeliveries } from './rabbit-deliveries.ts';
import { type RabbitSourceDependencies, rabbitSourceDefaults } from './rabbit-source-options.ts';

/** What settling works with. */
export interface SettleDependencies extends Pick<
  RabbitSourceDependencies,
  'clock' | 'ordered' | 'pauseSeconds' | 'longestHoldSeconds' | 'rejectAfter'
> {
  readonly deliveries: RabbitDeliveries;
}

/** Tells the broker what became of a batch, and keeps what is to be tried again. */
export async function settleDeliveries(
  batch: readonly HeldDelivery[],
  result: BatchResult,
  dependencies: SettleDependencies,
): Promise<void> {
  const { deliveries, ordered = false } = dependencies;
  const tooLong: HeldDelivery[] = [];
  for (const delivery of batch) {
    const fate = settle(delivery, result, dependencies);
    if (fate === 'return') {
      tooLong.push(delivery);
    } else if (fate !== 'kept') {
      deliveries.drop(delivery, fate);
    }
  }
  if (ordered && tooLong.length > 0) {
    // What goes back alone would come behind later ones of its key, some of which may be here already.
    await deliveries.giveBackAll();
  } else {
    tooLong.forEach((delivery) => {
      deliveries.drop(delivery, 'return');
    });
  }
  deliveries.changed();
}

function settle(
  delivery: HeldDelivery,
  result: BatchResult,
  dependencies: SettleDependencies,
): 'kept' | 'forget' | 'reject' | 'return' {
  const fate = fateOf(delivery, result);
  delivery.out = false;
  if (fate === 'forget' || delivery.stale) {
    return 'forget';
  }
  if (fate === 'retry') {
    delivery.tries += 1;
  }
  const { rejectAfter = Infinity } = dependencies;
  if (fate === 'retry' && delivery.record.deliveries + delivery.tries >= rejectAfter) {
    return 'reject';
  }
  return pause(delivery, dependencies);
}

/** Sets when it is tried again, unless the broker would not wait for so long. */
function pause(delivery: HeldDelivery, dependencies: SettleDependencies): 'kept' | 'return' {
  const {
    clock,
    pauseSeconds = rabbitSourceDefaults.pauseSeconds,
    longestHoldSeconds = rabbitSourceDefaults.longestHoldSeconds,
  } = dependencies;
  const now = clock.now();
  if (delivery.notBefore <= now) {
    delivery.notBefore = now + pauseSeconds * 1000;
  }
  return delivery.notBefore - delivery.heldSince > longestHoldSeconds * 1000 ? 'return' : 'kept';
}
