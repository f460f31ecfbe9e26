import type { Attributes, ItemStore } from '../ports/item-store.ts';
import { readRegistry } from './registry.ts';
import { rowKey } from './view-key.ts';

/** A row of a view. */
export interface ViewRow {
  readonly row: string;
  readonly fields: Attributes;
}

/** Which rows of a view to list, in the order of their names. */
export interface ViewQuery {
  /** What their names begin with. @default anything */
  readonly prefix?: string;
  /** Where to begin, inclusive. @default at the first one */
  readonly from?: string;
  /** At most so many, 1 or more. @default all */
  readonly limit?: number;
  /** Last name first. @default false */
  readonly descending?: boolean;
}

/** Reads what projections have made; always the live generation. */
export interface Views {
  /** One row; undefined when there is none. Two requests. */
  get(projection: string, row: string): Promise<Attributes | undefined>;
  /** Some rows; one request more than the query needs. */
  list(projection: string, query?: ViewQuery): Promise<readonly ViewRow[]>;
}

/** Creates the reader of views over the index's table. Throws as an item store does. */
export function createViews({ items }: { readonly items: Pick<ItemStore, 'get' | 'query'> }): Views {
  return {
    async get(projection, row) {
      const { live } = await readRegistry(items, projection);
      return live && (await items.get(rowKey({ projection, generation: live.generation }, row)))?.attributes;
    },
    async list(projection, { prefix, ...range } = {}) {
      const { live } = await readRegistry(items, projection);
      if (live === undefined) {
        return [];
      }
      const { partition } = rowKey({ projection, generation: live.generation }, '');
      const found = await items.query({ partition, ...range, ...(prefix === undefined ? {} : { sortPrefix: prefix }) });
      return found.map(({ key, attributes }) => ({ row: key.sort, fields: attributes }));
    },
  };
}
