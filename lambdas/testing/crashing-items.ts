import type { ItemStore } from '../core/ports/item-store.ts';

/** A process that dies at one of its requests to the store. */
export interface Crash {
  /** Which of its requests, from 1. */
  readonly request: number;
  /** Before the request has its effect, or after it. */
  readonly when: 'before' | 'after';
}

/** What a crash throws. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** Counts requests, and crashes at one of them. */
export interface CrashingItems {
  readonly items: ItemStore;
  /** Requests so far. */
  readonly requests: () => number;
}

/** Wraps a store so that one of the requests crashes; none when there is no crash. */
export function crashingItems(items: ItemStore, crash: Crash | undefined): CrashingItems {
  let requests = 0;
  const around = async <Result>(request: () => Promise<Result>): Promise<Result> => {
    requests += 1;
    const dies = crash?.request === requests ? crash.when : 'never';
    if (dies === 'before') {
      throw new CrashError(`before request ${requests}`);
    }
    const result = await request();
    if (dies === 'after') {
      throw new CrashError(`after request ${requests}`);
    }
    return result;
  };
  return {
    requests: () => requests,
    items: {
      get: (key) => around(() => items.get(key)),
      write: (write) => around(() => items.write(write)),
      transact: (writes) => around(() => items.transact(writes)),
      query: (query) => around(() => items.query(query)),
    },
  };
}
