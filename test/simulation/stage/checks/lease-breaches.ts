import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { pendingAttributes } from '../../../../lambdas/core/outbox/pending-shard.ts';
import { leaseStore } from '../../../../lambdas/contracts/lease-store.ts';
import { leaseKey } from '../../../../lambdas/core/outbox/sweep-lease.ts';
import type { Item } from '../../../../lambdas/core/ports/item-store.ts';
import type { Process } from '../../schedule/process.ts';
import type { Commit } from '../ledger.ts';
import type { Stage } from '../stage.ts';

/**
 * What was done in spite of a lease: the mark of a message, or the lease of a shard.
 *
 * It may be taken over only when it is over, changed only by the process that holds it, and a mark that is done not at
 * all. A sweeper settles only what it published and then asked for its lease.
 */
export function leaseBreaches({ ledger: { entries } }: Pick<Stage, 'ledger'>): readonly string[] {
  const holders = new Map<string, Process>();
  const assured = new Map<Process, Set<string>>();
  return entries.flatMap((entry) => {
    if (entry.kind === 'publication') {
      assured.delete(entry.by);
      return [];
    }
    if (entry.kind !== 'commit') {
      return [];
    }
    const breaches = [...misuse(entry, holders), ...unassured(entry, assured)];
    note(entry, { holders, assured });
    return breaches;
  });
}

function misuse({ at, by, change }: Commit, holders: ReadonlyMap<string, Process>): readonly string[] {
  const { before } = change;
  const lease = change.key.partition;
  if (!isLease(lease) || before === undefined) {
    return [];
  }
  const { leaseUntil, done } = before.attributes;
  if (done === true) {
    return [`3. ${lease} is done and must not change, was changed by ${by.name}`];
  }
  const held = typeof leaseUntil === 'number' && leaseUntil > at;
  if (tokenOf(before) !== tokenOf(change.after)) {
    return held ? [`3. ${lease} must not be taken while it is held, was taken by ${by.name}`] : [];
  }
  return holders.get(lease) === by ? [] : [`3. ${lease} must be changed by its holder, was changed by ${by.name}`];
}

/** Settlements of a sweeper that did not ask for its lease after it had published. */
function unassured({ by, change }: Commit, assured: ReadonlyMap<Process, ReadonlySet<string>>): readonly string[] {
  const shard = change.before?.attributes[pendingAttributes.shard];
  const settles = by.role === 'sweeper' && outboxEntries(change.before).length > outboxEntries(change.after).length;
  return settles && typeof shard === 'string' && assured.get(by)?.has(leaseKey(shard).partition) !== true
    ? [`5. ${by.name} must hold the lease of ${shard} to settle ${change.key.partition}, did not ask for it`]
    : [];
}

function note(
  { by, change: { key } }: Commit,
  { holders, assured }: { readonly holders: Map<string, Process>; readonly assured: Map<Process, Set<string>> },
): void {
  if (isLease(key.partition)) {
    holders.set(key.partition, by);
    assured.set(by, new Set([...(assured.get(by) ?? []), key.partition]));
  }
}

function isLease(partition: string): boolean {
  return partition.startsWith('inbox-') || partition.startsWith(`${leaseStore}-`);
}

function tokenOf(item: Item | undefined): unknown {
  return item?.attributes['attempt'] ?? item?.attributes['owner'];
}
