import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { ItemChange } from '../../../core/ports/item-change.ts';

/** The changes of a store in commit order, numbered from 1. */
export interface ChangeLog {
  append(change: Omit<ItemChange, 'sequence'>): void;
  after(position: number, limit: number): readonly ItemChange[];
  forgetBefore(position: number): void;
}

/** Forgotten changes are cut off only once they are half of the list, so that forgetting costs nothing on average. */
const fewestWorthCutting = 1024;

/** Makes an empty log. */
export function createChangeLog(): ChangeLog {
  const changes: (ItemChange | undefined)[] = [];
  let firstKept = 1;
  let firstSlot = 1;

  return {
    append: ({ key, before, after }) => {
      changes.push({ sequence: String(firstSlot + changes.length), key, before, after });
    },
    after: (position, limit) => {
      if (position + 1 < firstKept) {
        throw new PipelineError(`a stream position must be at least ${firstKept - 1}, got ${position}`, {
          code: 'input-invalid',
        });
      }
      const start = position + 1 - firstSlot;
      return changes.slice(start, start + limit).filter((change) => change !== undefined);
    },
    forgetBefore: (position) => {
      const end = Math.min(position, firstSlot + changes.length);
      for (; firstKept < end; firstKept += 1) {
        changes[firstKept - firstSlot] = undefined;
      }
      const forgotten = firstKept - firstSlot;
      if (forgotten >= fewestWorthCutting && forgotten * 2 >= changes.length) {
        changes.splice(0, forgotten);
        firstSlot = firstKept;
      }
    },
  };
}
