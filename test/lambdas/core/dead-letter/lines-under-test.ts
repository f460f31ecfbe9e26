import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type DeadLetterLines, createDeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { AuditRecord } from '../../../../lambdas/core/dead-letter/audit-record.ts';
import type { NewDeadLetter } from '../../../../lambdas/core/dead-letter/dead-letter.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

/** The lines of a queue `work` over a store in memory. */
export function linesUnderTest(items: ItemStore = createMemoryItemStore()): {
  readonly lines: DeadLetterLines;
  readonly clock: ReturnType<typeof fixedClock>;
} {
  const clock = fixedClock(1000);
  const backoff = { wait: () => Promise.resolve() };
  return { lines: createDeadLetterLines({ items, clock, backoff, queue: 'work' }), clock };
}

/** A letter of key `a`. */
export function letter(id: string, differences: Partial<NewDeadLetter> = {}): NewDeadLetter {
  return { id, key: 'a', body: `body of ${id}`, reason: 'because', receiveCount: 5, ...differences };
}

/** A record of something done to key `a`. */
export function audit(id: string, differences: Partial<AuditRecord> = {}): AuditRecord {
  return { id, action: 'drop', by: 'ann', at: 2000, key: 'a', letters: [], ...differences };
}
