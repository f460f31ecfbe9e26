import type { IdSource } from '../../lambdas/core/ports/id-source.ts';

/** Ids `m1`, `m2`, ... in the order in which they are asked for. */
export function fixedIds(prefix = 'm'): IdSource {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `${prefix}${count}`;
    },
  };
}
