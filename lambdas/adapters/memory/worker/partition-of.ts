/** The partition of a key: the same on every run, spread evenly (FNV-1a). */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(key)) {
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return (hash >>> 0) % partitions;
}
