import type { BatchResult } from '../../core/consume/batch-consumer.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { RabbitRecord } from './rabbit-record.ts';

/** A message that the broker gave to this worker and that it has not settled. */
export interface HeldDelivery {
  readonly record: RabbitRecord;
  readonly receipt: string;
  /** Milliseconds since the epoch. */
  readonly heldSince: number;
  /** Milliseconds since the epoch before which it is not tried again. */
  notBefore: number;
  /** Tries that failed here, of which the broker does not know. */
  tries: number;
  /** It is in a batch. */
  out: boolean;
  /** The channel that it came on is gone: the broker gives it again, whatever is said of it here. */
  stale: boolean;
}

/** How deliveries are handed out. */
export interface HandOut {
  readonly now: number;
  readonly most: number;
  /** A record waits for the earlier ones of its key. */
  readonly ordered: boolean;
}

/**
 * The next deliveries that may be handed out, in their order, marked as being out.
 *
 * Nothing is handed out behind one of its key that may not be; nor twice at the same time the same message, which
 * happens when the broker gives again what is still being handled.
 */
export function takeDeliveries(held: Iterable<HeldDelivery>, { now, most, ordered }: HandOut): readonly HeldDelivery[] {
  const behind = new Set<string>();
  const ids = new Set<string>();
  const taken: HeldDelivery[] = [];
  for (const delivery of held) {
    if (taken.length === most) {
      break;
    }
    const lane = laneOf(delivery, ordered);
    const { id } = delivery.record;
    if (isReady(delivery, now) && !behind.has(lane) && !ids.has(id)) {
      taken.push(delivery);
      ids.add(id);
    } else {
      behind.add(lane);
    }
  }
  for (const delivery of taken) {
    delivery.out = true;
  }
  return taken;
}

function isReady({ out, stale, notBefore }: HeldDelivery, now: number): boolean {
  return !out && !stale && notBefore <= now;
}

/** Milliseconds from `now` until the first delay is over, undefined when nothing is delayed. */
export function nextDelay(held: Iterable<HeldDelivery>, now: number): number | undefined {
  const later = [...held]
    .filter(({ notBefore, out }) => !out && notBefore > now)
    .map(({ notBefore }) => notBefore - now);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** A delivery as a consumer sees it. */
export function recordOf({ record, receipt, tries }: HeldDelivery, ordered: boolean): SourceRecord {
  const { id, body, redrive } = record;
  return {
    id,
    body,
    group: ordered ? groupOf(record) : undefined,
    receiveCount: record.deliveries + 1 + tries,
    receipt,
    ...(redrive && { redrive }),
  };
}

/** What becomes of a delivery: `forget`, `retry` here after a pause, or `untried` for one that was never begun. */
export function fateOf({ record }: HeldDelivery, { failed, late }: BatchResult): 'forget' | 'retry' | 'untried' {
  if (!failed.includes(record.id)) {
    return 'forget';
  }
  return late?.includes(record.id) === true ? 'untried' : 'retry';
}

/** Records without a key have an order with nothing, so each is a group of its own. */
function groupOf({ key, id }: RabbitRecord): string {
  return key ?? id;
}

function laneOf({ record }: HeldDelivery, ordered: boolean): string {
  return ordered ? groupOf(record) : record.id;
}
