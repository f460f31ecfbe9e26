import { deadLetterPartition } from '../../contracts/dead-letter-partition.ts';
import { auditKey } from '../audit/audit-key.ts';
import type { Put } from '../ports/item-store.ts';

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
  /** The body before, of a letter that is changed or leaves; a very long one is cut. @default none */
  readonly before?: string;
  /** The body after a correction. @default none */
  readonly after?: string;
}

/** The write that keeps a record. */
export function auditWrite(queue: string, record: AuditRecord): Put {
  const { before, after, ...facts } = record;
  const bodies = {
    ...(before !== undefined && { before: cut(before) }),
    ...(after !== undefined && { after: cut(after) }),
  };
  const key = auditKey(deadLetterPartition(queue), record);
  return { kind: 'put', key, attributes: { ...facts, ...bodies }, when: [{ item: 'absent' }] };
}

/** Two bodies of so many characters fit an item in any script. */
const mostCharacters = 50_000;

function cut(body: string): string {
  return body.length <= mostCharacters ? body : `${body.slice(0, mostCharacters)} [${body.length} characters]`;
}
