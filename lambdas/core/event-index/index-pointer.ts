import type { Item, ItemKey, Update } from '../ports/item-store.ts';

/** First word of the partitions that hold how far each stream is indexed. */
export const pointerStore = 'indexed';

/** Where it lies how far a stream is indexed. */
export function pointerKey(stream: string): ItemKey {
  return { partition: `${pointerStore}-${stream}`, sort: 'pointer' };
}

/** The version up to which a stream is indexed; 0 when nothing of it is. */
export function pointerVersion(item: Item | undefined): number {
  const version = item?.attributes['version'];
  return typeof version === 'number' ? version : 0;
}

/** Moves a stream's pointer on; refused unless it is where it is thought to be. */
export function movePointer(stream: string, move: { readonly from: number; readonly to: number }): Update {
  return {
    kind: 'update',
    key: pointerKey(stream),
    set: { version: move.to },
    when: [move.from === 0 ? { item: 'absent' } : { attribute: 'version', is: 'equal', value: move.from }],
  };
}
