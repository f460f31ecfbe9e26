import type { Attributes, Check, ItemKey, Write } from '../../../core/ports/item-store.ts';
import { boundWithinLimit, writeBound } from '../../dynamodb/write-rules.ts';
import type { Row } from './partition-rows.ts';
import { sameValue } from './same-value.ts';
import { updatedAttributes } from './updated-attributes.ts';

/**
 * Checks a write at once, as the service checks a request before it looks at the item, and plans what it leaves.
 *
 * @returns computes the row after the write: the same row when nothing changes, undefined when there is none.
 * @throws PipelineError `input-invalid` at once; `store-limit` and `store-unavailable` from the plan.
 */
export function rowAfter(before: Row | undefined, write: Write | Check): () => Row | undefined {
  const bound = writeBound(write);
  switch (write.kind) {
    case 'put':
      return () => rowWith({ before, key: write.key, attributes: write.attributes, bound });
    case 'update':
      return () =>
        rowWith({
          before,
          key: write.key,
          attributes: updatedAttributes(before?.item.attributes, write),
          // Never less than the truth: what an update replaces or removes is still counted until the next exact count.
          bound: bound + (before?.bound ?? 0),
        });
    case 'delete':
      return () => undefined;
    case 'check':
      return () => before;
  }
}

interface Successor {
  readonly before: Row | undefined;
  readonly key: ItemKey;
  readonly attributes: Attributes;
  readonly bound: number;
}

function rowWith({ before, key, attributes, bound }: Successor): Row {
  if (before !== undefined && sameValue(before.item.attributes, attributes)) {
    return before;
  }
  const item = { key: before?.item.key ?? key, attributes };
  return { item, bound: boundWithinLimit(item, bound) };
}
