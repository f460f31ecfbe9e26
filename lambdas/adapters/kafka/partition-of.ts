import { murmur2 } from './murmur2.ts';

/**
 * The partition of a key among so many, the same as Kafka's Java client chooses.
 *
 * It changes for most keys when partitions are added: their order breaks there.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}
