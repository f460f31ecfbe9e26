import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { Booked, accountFold } from './account.ts';
import type { StoreSide } from './workload.ts';

/** This package's event store over any store of items; nothing is published, as on the other sides. */
export function ourSide(items: ItemStore, { snapshots }: { readonly snapshots: boolean }): StoreSide {
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/bench/accounts' });
  const events = createEventStore({ items, writer, publishes: [] });
  const fold = accountFold({ snapshots });
  return {
    load: async (accountId) => {
      const after = await events.load(fold, `account-${accountId}`);
      return {
        account: after.state,
        append: async (bookings) => {
          const drafts = bookings.map((booking) => Booked.of(booking));
          const { kind } = await events.append(fold, { after, events: drafts, cause: undefined });
          if (kind !== 'appended') {
            throw new PipelineError(`a commit must be appended, got ${kind}`, { code: 'batch-failed' });
          }
        },
      };
    },
  };
}
