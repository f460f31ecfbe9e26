import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { indexPartitions } from '../../lambdas/core/event-index/index-partition.ts';
import type { IndexedEvent } from '../../lambdas/core/event-index/indexed-event.ts';

/** A place in the index. */
type Place = Pick<IndexedEvent, 'partition' | 'position'>;

/** A place as operators read and type it: `07:42`, the number of its partition and its position there. */
export function placeText({ partition, position }: Place): string {
  return `${partition.replace(/^\D+/u, '')}:${position}`;
}

/**
 * The place that {@link placeText} has written.
 *
 * @throws PipelineError `input-invalid` for anything else.
 */
export function placeOf(text: string): Place {
  const [, number = '', position = ''] = /^(\d{2}):([1-9]\d{0,11})$/u.exec(text) ?? [];
  const partition = indexPartitions.find((name) => name.endsWith(`-${number}`));
  if (partition === undefined) {
    throw new PipelineError(`a position must be that of an event in the index, such as 07:42, got "${text}"`, {
      code: 'input-invalid',
    });
  }
  return { partition, position: Number(position) };
}
