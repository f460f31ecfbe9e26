import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** A store that fails once: at its n-th request, before it is made or after it was, its answer lost. */
export function crashingItems(
  items: ItemStore,
  crash: { readonly at: number; readonly after: boolean },
): { readonly items: ItemStore; readonly crashed: () => boolean } {
  let count = 0;
  const guarded = async <Result>(request: () => Promise<Result>): Promise<Result> => {
    count += 1;
    if (count !== crash.at) {
      return request();
    }
    if (crash.after) {
      await request();
    }
    throw new PipelineError('the store must answer, got nothing', { code: 'store-unavailable', retryable: true });
  };
  return {
    items: {
      get: (key) => guarded(() => items.get(key)),
      write: (write) => guarded(() => items.write(write)),
      transact: (writes) => guarded(() => items.transact(writes)),
      query: (query) => guarded(() => items.query(query)),
    },
    crashed: () => count >= crash.at,
  };
}
