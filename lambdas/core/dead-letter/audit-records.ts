import { deadLetterPartition } from '../../contracts/dead-letter-partition.ts';
import { auditPrefix } from '../audit/audit-key.ts';
import type { Attributes, ItemStore, ItemValue } from '../ports/item-store.ts';
import type { AuditRecord } from './audit-record.ts';

/** What operators did to the dead letters of a queue, oldest first. */
export async function auditRecords(items: Pick<ItemStore, 'query'>, queue: string): Promise<readonly AuditRecord[]> {
  const found = await items.query({ partition: deadLetterPartition(queue), sortPrefix: auditPrefix });
  return found.map(({ attributes }) => recordOf(attributes));
}

function recordOf({ id, action, by, at, key, letters, before, after }: Attributes): AuditRecord {
  return {
    id: textOf(id),
    action: action === 'drop' || action === 'edit' ? action : 'redrive',
    by: textOf(by),
    at: Number(at),
    key: textOf(key),
    letters: Array.isArray(letters) ? letters.map(textOf) : [],
    ...(typeof before === 'string' && { before }),
    ...(typeof after === 'string' && { after }),
  };
}

function textOf(value: ItemValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
