/** Partition of the table that holds all that concerns the circuit breaker of a queue; grants name it exactly. */
export function breakerPartition(queue: string): string {
  return `breaker-${queue}`;
}
