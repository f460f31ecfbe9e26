import type { ItemStore, Put } from '../ports/item-store.ts';
import { subjectKeyItem } from './subject-item.ts';

/** Who forgot a person, and when; it does not say whom. */
export interface ForgetRecord {
  readonly id: string;
  /** Who did it, as the operator's command knows them. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const recordPrefix = 'audit#';

/** The write that keeps a record. */
export function forgetRecordWrite(subject: string, { id, by, at }: ForgetRecord): Put {
  const { partition } = subjectKeyItem(subject);
  const key = { partition, sort: `${recordPrefix}${String(at).padStart(15, '0')}#${id}` };
  return { kind: 'put', key, attributes: { id, action: 'forget', by, at }, when: [{ item: 'absent' }] };
}

/** The records of a person, oldest first. */
export async function forgetRecords(
  items: Pick<ItemStore, 'query'>,
  subject: string,
): Promise<readonly ForgetRecord[]> {
  const { partition } = subjectKeyItem(subject);
  const found = await items.query({ partition, sortPrefix: recordPrefix });
  return found.flatMap(({ attributes: { id, by, at } }) =>
    typeof id === 'string' && typeof by === 'string' && typeof at === 'number' ? [{ id, by, at }] : [],
  );
}
