import type { ItemKey, Put } from '../ports/item-store.ts';
import { queuePartition } from './line-items.ts';

/** What an operator did to a dead letter; written in the same transaction as the change. */
export interface AuditRecord {
  readonly id: string;
  readonly action: 'redrive' | 'drop' | 'edit';
  /** Who did it, as the operator's command knows them. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly key: string;
  /** The letters it was done to. */
  readonly letters: readonly string[];
  /** The body before; absent where the action leaves no other trace of it. */
  readonly before?: string;
  /** The body after an edit. */
  readonly after?: string;
}

/** Beginning of the sort keys of a queue's audit records; they sort by time. */
export const auditPrefix = 'audit#';

/** The write that keeps a record. */
export function auditWrite(queue: string, record: AuditRecord): Put {
  return { kind: 'put', key: auditKey(queue, record), attributes: { ...record }, when: [{ item: 'absent' }] };
}

function auditKey(queue: string, { at, id }: AuditRecord): ItemKey {
  return { partition: queuePartition(queue), sort: `${auditPrefix}${String(at).padStart(15, '0')}#${id}` };
}
