import type { OutboxDispatch } from '../outbox/outbox-dispatch.ts';
import type { Spill } from '../payload/spill.ts';
import type { Check, ItemStore, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { OutboxChange } from './outbox-change.ts';

/** What a unit of work works with. */
export interface UnitOfWorkDependencies {
  readonly items: Pick<ItemStore, 'write' | 'transact'>;
  /** Puts aside data of messages that are too long. @default nothing is put aside */
  readonly spill?: Spill;
  /** Publishes what was committed at once. @default the relay does */
  readonly dispatch?: OutboxDispatch;
}

/** What was added to a unit, in that order. */
export interface UnitParts {
  readonly changes: (OutboxChange | Write | Check)[];
  readonly messages: OutgoingMessage[];
}
