import type { MemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemChange } from '../../../lambdas/core/ports/item-change.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import type { Process } from '../schedule/process.ts';

/** One item changed; `at` in virtual milliseconds since the epoch. */
export interface Commit {
  readonly kind: 'commit';
  readonly at: number;
  readonly by: Process;
  readonly change: ItemChange;
}

/** A broker accepted a message, whether or not its sender learned of it. */
export interface Publication {
  readonly kind: 'publication';
  readonly by: Process;
  readonly message: OutgoingMessage;
}

/** A consumer said of a message that it is done. */
export interface Handling {
  readonly kind: 'handling';
  readonly queue: string;
  readonly key: string;
  readonly id: string;
}

/** A notice left the system. */
export interface Notice {
  readonly kind: 'notice';
  readonly orderId: string;
  readonly key: string;
}

/** What happened, in the order in which it happened; no process of the simulated world can read it. */
export type LedgerEntry = Commit | Publication | Handling | Notice;

/** The history of a run. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  note(entry: LedgerEntry): void;
  /** Notes what changed in the store since the last time. */
  noteCommits(by: Process): void;
}

/** What a ledger works with. */
export interface LedgerDependencies {
  readonly items: Pick<MemoryItemStore, 'changesAfter'>;
  readonly now: () => number;
}

/** More than one transaction can change. */
const mostChanges = 1000;

/** Opens an empty ledger. */
export function createLedger({ items, now }: LedgerDependencies): Ledger {
  const entries: LedgerEntry[] = [];
  let position = 0;
  return {
    entries,
    note(entry) {
      entries.push(entry);
    },
    noteCommits(by) {
      for (const change of items.changesAfter(position, mostChanges)) {
        entries.push({ kind: 'commit', at: now(), by, change });
        position = Number(change.sequence);
      }
    },
  };
}
