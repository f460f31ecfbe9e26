import type { Attributes, Item, ItemKey, ItemStore, ItemValue } from '../ports/item-store.ts';

/** First word of the partitions that hold how far each reader of the index is. */
export const checkpointStore = 'checkpoint';

/** The event at which a reader stands still. */
export interface StoppedAt {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  /** Code or name of the error; never its text, which may quote data. */
  readonly reason: string;
}

/** How far a reader is in one partition. */
export interface Checkpoint {
  readonly partition: string;
  /** Position of the last event that it is done with; 0 for none. */
  readonly position: number;
  /** Whether a page ends there. */
  readonly atEnd: boolean;
  /** Up to this position events are read again: they were there before the reader, or it was set back. */
  readonly liveFrom: number;
  readonly stopped: StoppedAt | undefined;
}

/** Where it lies how far a reader is in a partition; the lease of the partition lies there too. */
export function checkpointKey(reader: string, partition: string): ItemKey {
  return { partition: `${checkpointStore}-${reader}`, sort: partition };
}

/** The checkpoints of a reader by partition, one request; those that it has not begun are absent. */
export async function readCheckpoints(
  items: Pick<ItemStore, 'query'>,
  reader: string,
): Promise<ReadonlyMap<string, Checkpoint>> {
  const { partition } = checkpointKey(reader, '');
  const found = await items.query({ partition, sortPrefix: 'index-' });
  return new Map(found.flatMap((item) => checkpointOf(item) ?? []).map((one) => [one.partition, one]));
}

/** Reads a checkpoint's item; undefined when it holds none. */
export function checkpointOf(item: Item | undefined): Checkpoint | undefined {
  const { position, atEnd, liveFrom, stopped } = item?.attributes ?? {};
  if (item === undefined || typeof position !== 'number') {
    return undefined;
  }
  return {
    partition: item.key.sort,
    position,
    atEnd: atEnd === true,
    liveFrom: typeof liveFrom === 'number' ? liveFrom : 0,
    stopped: stoppedOf(stopped),
  };
}

/** The attribute that says where a reader stands still. */
export function stoppedAttribute({ position, stream, version, reason }: StoppedAt): Attributes {
  return { position, stream, version, reason };
}

function stoppedOf(value: ItemValue | undefined): StoppedAt | undefined {
  if (typeof value !== 'object' || Array.isArray(value) || !('stream' in value)) {
    return undefined;
  }
  const { position, stream, version, reason } = value;
  return typeof position === 'number' &&
    typeof stream === 'string' &&
    typeof version === 'number' &&
    typeof reason === 'string'
    ? { position, stream, version, reason }
    : undefined;
}
