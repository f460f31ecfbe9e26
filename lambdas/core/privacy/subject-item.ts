import { subjectStore } from '../../contracts/definition/personal-data.ts';
import type { Item, ItemKey, Put } from '../ports/item-store.ts';

/** Where the key of a person lives, and what is left of it once the person is forgotten. */
export function subjectKeyItem(subject: string): ItemKey {
  return { partition: `${subjectStore}-${subject}`, sort: 'key' };
}

/** What the item of a key says. */
export type KeptKey =
  | { readonly kind: 'wrapped'; readonly wrapped: string }
  | { readonly kind: 'forgotten'; readonly at: number }
  | { readonly kind: 'absent' };

/** Reads the item of a key. */
export function keptKeyOf(item: Item | undefined): KeptKey {
  const { wrapped, forgottenAt } = item?.attributes ?? {};
  if (typeof forgottenAt === 'number') {
    return { kind: 'forgotten', at: forgottenAt };
  }
  return typeof wrapped === 'string' ? { kind: 'wrapped', wrapped } : { kind: 'absent' };
}

/** The write that keeps a first key; refused when there is one, or what is left of one. */
export function firstKey(subject: string, wrapped: string): Put {
  return { kind: 'put', key: subjectKeyItem(subject), attributes: { wrapped }, when: [{ item: 'absent' }] };
}

/** The write that puts a tombstone in the place of a key, or where one could come to be; it stays for ever. */
export function forgottenKey(subject: string, forgottenAt: number): Put {
  return {
    kind: 'put',
    key: subjectKeyItem(subject),
    attributes: { forgottenAt },
    when: [{ attribute: 'forgottenAt', is: 'absent' }],
  };
}
