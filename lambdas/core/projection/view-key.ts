import type { ItemKey } from '../ports/item-store.ts';

/** First word of the partitions that hold the rows of views. */
export const viewStore = 'view';

/** One building of a projection's view. */
export interface ViewGeneration {
  readonly projection: string;
  /** Counted from 1. */
  readonly generation: number;
}

/** Where a row of a view lives. */
export function rowKey({ projection, generation }: ViewGeneration, row: string): ItemKey {
  return { partition: `${viewStore}-${projection}-${generation}`, sort: row };
}

/** The name under which a generation has its checkpoints. */
export function readerName({ projection, generation }: ViewGeneration): string {
  return `${projection}-${generation}`;
}
