import type { OutboxRelay, OutboxRelayDependencies } from '../../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemChange } from '../../../lambdas/core/ports/item-change.ts';
import type { ItemIndex } from '../../../lambdas/core/ports/item-index.ts';
import type { ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../../lambdas/core/ports/publisher.ts';

/** Replaces one part of what every world is made of by a broken one; nothing in the code under test knows of it. */
export interface StageMutation {
  readonly items?: (items: ItemStore, process: { readonly role: string; readonly publisher: Publisher }) => ItemStore;
  readonly index?: (index: ItemIndex) => ItemIndex;
  readonly publisher?: (publisher: Publisher, role: string) => Publisher;
  readonly relay?: (dependencies: OutboxRelayDependencies) => OutboxRelay;
  /** When a worker deletes the messages it received. */
  readonly acknowledges?: 'before handling' | 'failures too';
  /** How a FIFO queue is settled. */
  readonly ordering?: 'none';
  /** Where the relay goes on after a batch. */
  readonly position?: (changes: readonly ItemChange[], failedFrom: string | undefined) => number;
}
