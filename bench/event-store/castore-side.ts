import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type EventDetail, EventStore, EventType } from '@castore/core';
import { DynamoDBSingleTableEventStorageAdapter } from '@castore/event-storage-adapter-dynamodb';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type Account, type Booking, booked, emptyAccount } from './account.ts';
import type { StoreSide } from './workload.ts';

type CastoreBooked = EventDetail<'account.booked', Booking>;

/** What Castore folds an account into. */
export type CastoreAccount = Account & { readonly aggregateId: string; readonly version: number };

/**
 * Castore over its DynamoDB adapter for one table of many stores.
 *
 * A commit is an event group, Castore's only way to append several events all or none: a transaction of one put each.
 */
export function castoreSide(client: DynamoDBClient, tableName: string): StoreSide {
  const store = accountStore(client, tableName);
  return {
    load: async (accountId) => {
      const { aggregate } = await store.getAggregate(accountId);
      const version = aggregate?.version ?? 0;
      return {
        account: aggregate ?? emptyAccount,
        append: async (bookings) => {
          const events = bookings.map((payload, place) =>
            store.groupEvent({ aggregateId: accountId, version: version + place + 1, type: 'account.booked', payload }),
          );
          const [first, ...others] = events;
          if (first === undefined) {
            throw new PipelineError('a commit must have an event, got none', { code: 'batch-failed' });
          }
          await EventStore.pushEventGroup({ force: false }, first, ...others);
        },
      };
    },
  };
}

function accountStore(client: DynamoDBClient, tableName: string) {
  return new EventStore({
    eventStoreId: 'account',
    eventTypes: [new EventType<'account.booked', Booking>({ type: 'account.booked' })],
    reducer: (account: CastoreAccount, { aggregateId, version, payload }: CastoreBooked): CastoreAccount => ({
      ...booked(version === 1 ? emptyAccount : account, payload),
      aggregateId,
      version,
    }),
    eventStorageAdapter: new DynamoDBSingleTableEventStorageAdapter({ tableName, dynamoDBClient: client }),
  });
}
