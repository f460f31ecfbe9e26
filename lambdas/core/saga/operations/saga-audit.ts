import { auditKey, auditPrefix } from '../../audit/audit-key.ts';
import type { Attributes, ItemStore, ItemValue, Put } from '../../ports/item-store.ts';
import type { SagaOrderKind } from './saga-order.ts';

/** What an operator did to a saga; written in the same transaction as the change. */
export interface SagaAuditRecord {
  readonly id: string;
  readonly action: SagaOrderKind;
  /** Who did it, as the operator's command knows them. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly key: string;
  /** The step it was about. @default the saga as a whole */
  readonly step?: string;
  /** Why, as they say. @default not said */
  readonly reason?: string;
  /** Where the saga stood before and after: its status. */
  readonly from: string;
  readonly to: string;
  /** The version of the saga that it made. */
  readonly version: number;
  /** The types of the messages that it sent. */
  readonly sent: readonly string[];
}

/** First word of the partitions of these records; no consumer may have such a store. */
export const sagaAuditStore = 'saga';

/** The write that keeps a record of the sagas of some store. */
export function sagaAuditWrite(store: string, record: SagaAuditRecord): Put {
  const { step, reason, ...facts } = record;
  const said = { ...(step !== undefined && { step }), ...(reason !== undefined && { reason: cut(reason) }) };
  const key = auditKey(auditPartition(store), record);
  return { kind: 'put', key, attributes: { ...facts, ...said }, when: [{ item: 'absent' }] };
}

/** What operators did to the sagas of a store, oldest first. */
export async function sagaAuditRecords(
  items: Pick<ItemStore, 'query'>,
  store: string,
): Promise<readonly SagaAuditRecord[]> {
  const found = await items.query({ partition: auditPartition(store), sortPrefix: auditPrefix });
  return found.map(({ attributes }) => recordOf(attributes));
}

function auditPartition(store: string): string {
  return `${sagaAuditStore}-audit-${store}`;
}

/** Characters of a reason; an item holds more in any script. */
const mostCharacters = 2000;

function cut(reason: string): string {
  return reason.length <= mostCharacters ? reason : `${reason.slice(0, mostCharacters)} [${reason.length} characters]`;
}

const actions: readonly SagaOrderKind[] = ['retry', 'skip', 'compensate', 'cancel', 'resume', 'fork'];

function recordOf(attributes: Attributes): SagaAuditRecord {
  const { id, action, by, at, key, step, reason, from, to, version, sent } = attributes;
  return {
    id: textOf(id),
    action: actions.find((known) => known === action) ?? 'retry',
    by: textOf(by),
    at: Number(at),
    key: textOf(key),
    ...(typeof step === 'string' && { step }),
    ...(typeof reason === 'string' && { reason }),
    from: textOf(from),
    to: textOf(to),
    version: Number(version),
    sent: Array.isArray(sent) ? sent.map(textOf) : [],
  };
}

function textOf(value: ItemValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
