import type { Item, ItemKey } from '../ports/item-store.ts';
import { type Checkpoint, checkpointKey, checkpointOf, readCheckpoints } from './checkpoint.ts';
import type { SubscriptionSetup } from './subscription-setup.ts';

/** An event that a subscription is to pass over, and who says so. */
export interface SkippedEvent {
  readonly partition: string;
  /** Its position; it must be the very next one. */
  readonly position: number;
  readonly by: string;
  readonly reason: string;
}

/** The checkpoint was moved, or it is elsewhere. */
export type Moved = { readonly kind: 'moved' } | { readonly kind: 'refused'; readonly position: number };

/** Passes over one event and keeps a record of it, in one transaction. */
export async function skipEvent(
  { items, name, reader, clock }: SubscriptionSetup,
  { partition, position, by, reason }: SkippedEvent,
): Promise<Moved> {
  const key = checkpointKey(name, partition);
  const [event] = await reader.events({ partition, after: position - 1, limit: 1 });
  if (event === undefined) {
    return refusedAt(await items.get(key));
  }
  const { stream, version } = event;
  const result = await items.transact([
    {
      kind: 'update',
      key,
      set: { position, atEnd: false },
      remove: ['stopped'],
      when: [{ attribute: 'position', is: 'equal', value: position - 1 }],
    },
    {
      kind: 'put',
      key: skippedKey(name, partition, position),
      attributes: { stream, version, by, reason, at: clock.now() },
      when: [],
    },
  ]);
  return result.ok ? { kind: 'moved' } : refusedAt(result.refused[0]?.current);
}

function refusedAt(item: Item | undefined): Moved {
  return { kind: 'refused', position: checkpointOf(item)?.position ?? 0 };
}

/** Sets every checkpoint to the beginning; up to where it was, what is read again is a replay. */
export async function rewindAll({ items, name }: SubscriptionSetup): Promise<void> {
  for (const checkpoint of (await readCheckpoints(items, name)).values()) {
    let at: Checkpoint | undefined = checkpoint;
    while (at !== undefined) {
      at = await rewindFrom(items, name, at);
    }
  }
}

/** Sets a checkpoint back from where it was seen; answers where it is when a reader has moved it meanwhile. */
async function rewindFrom(
  items: SubscriptionSetup['items'],
  name: string,
  { partition, position, liveFrom }: Checkpoint,
): Promise<Checkpoint | undefined> {
  const result = await items.write({
    kind: 'update',
    key: checkpointKey(name, partition),
    set: { position: 0, atEnd: true, liveFrom: Math.max(liveFrom, position) },
    remove: ['stopped'],
    when: [{ attribute: 'position', is: 'equal', value: position }],
  });
  return result.ok ? undefined : checkpointOf(result.current);
}

function skippedKey(name: string, partition: string, position: number): ItemKey {
  const { partition: reader } = checkpointKey(name, partition);
  return { partition: reader, sort: `skipped#${partition}#${String(position).padStart(12, '0')}` };
}
