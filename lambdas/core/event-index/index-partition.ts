import { fnv1a } from '../text/fnv1a.ts';

/** Partitions of the index: each is one log, written by one commit at a time and read by one process at a time. */
export const indexPartitionCount = 16;

/** Every partition of the index, `index-00` to `index-15`. */
export const indexPartitions: readonly string[] = Array.from({ length: indexPartitionCount }, (_, number) =>
  named(number),
);

/** The partition of all events of a stream: the same for ever, because the order of its events is that of the partition. */
export function indexPartitionOf(stream: string): string {
  return named(fnv1a(stream) % indexPartitionCount);
}

function named(number: number): string {
  return `index-${String(number).padStart(2, '0')}`;
}
