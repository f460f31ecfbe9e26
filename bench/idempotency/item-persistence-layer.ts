import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import type { Attributes, Condition, ItemKey, ItemStore } from '../../lambdas/core/ports/item-store.ts';

/**
 * Powertools' own way to bring another store: its records in a table of this package.
 *
 * The same requests as its DynamoDB layer makes, so that both sides of a comparison pay the same for the store.
 */
export class ItemPersistenceLayer extends BasePersistenceLayer {
  readonly #items: ItemStore;

  public constructor(items: ItemStore) {
    super();
    this.#items = items;
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const now = Date.now();
    const when: readonly Condition[] = [
      {
        any: [
          { item: 'absent' },
          { attribute: 'expiration', is: 'atMost', value: Math.floor(now / 1000) },
          { attribute: 'in_progress_expiration', is: 'atMost', value: now },
        ],
      },
    ];
    const key = keyOf(record.idempotencyKey);
    const result = await this.#items.write({ kind: 'put', key, attributes: attributesOf(record), when });
    if (!result.ok) {
      throw new IdempotencyItemAlreadyExistsError(undefined, recordOf(key, result.current?.attributes ?? {}));
    }
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const key = keyOf(record.idempotencyKey);
    await this.#items.write({ kind: 'update', key, set: attributesOf(record), when: [] });
  }

  protected override async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    const key = keyOf(idempotencyKey);
    const item = await this.#items.get(key);
    if (item === undefined) {
      throw new IdempotencyItemNotFoundError();
    }
    return recordOf(key, item.attributes);
  }

  protected override async _deleteRecord({ idempotencyKey }: IdempotencyRecord): Promise<void> {
    await this.#items.write({ kind: 'delete', key: keyOf(idempotencyKey), when: [] });
  }
}

function keyOf(idempotencyKey: string): ItemKey {
  return { partition: idempotencyKey, sort: 'record' };
}

function attributesOf(record: IdempotencyRecord): Attributes {
  const { expiryTimestamp, inProgressExpiryTimestamp, payloadHash } = record;
  return {
    status: record.getStatus(),
    ...(expiryTimestamp === undefined ? {} : { expiration: expiryTimestamp }),
    ...(inProgressExpiryTimestamp === undefined ? {} : { in_progress_expiration: inProgressExpiryTimestamp }),
    ...(payloadHash === undefined ? {} : { validation: payloadHash }),
  };
}

function recordOf(
  key: ItemKey,
  { status, expiration, in_progress_expiration: end, validation }: Attributes,
): IdempotencyRecord {
  return new IdempotencyRecord({
    idempotencyKey: key.partition,
    status:
      status === IdempotencyRecordStatus.COMPLETED
        ? IdempotencyRecordStatus.COMPLETED
        : IdempotencyRecordStatus.INPROGRESS,
    ...(typeof expiration === 'number' ? { expiryTimestamp: expiration } : {}),
    ...(typeof end === 'number' ? { inProgressExpiryTimestamp: end } : {}),
    ...(typeof validation === 'string' ? { payloadHash: validation } : {}),
  });
}
