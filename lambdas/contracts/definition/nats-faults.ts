import { letterFaults } from './letter-faults.ts';
import type { NatsStreamDefinition } from './nats-stream.ts';
import { between } from './range-fault.ts';

/** What is wrong with one stream of NATS. */
export function natsFaults(name: string, definition: NatsStreamDefinition): readonly string[] {
  const { stream, retentionDays, replicas, deadLetter } = definition;
  const what = `NATS stream "${name}"`;
  return [
    ...(/^[A-Za-z0-9_-]{1,200}$/.test(stream)
      ? []
      : [`${what} must be called by letters, digits, dashes and underscores, got "${stream}"`]),
    ...between(`${what}: retentionDays`, retentionDays, [1, 365]),
    ...([1, 3, 5].includes(replicas) ? [] : [`${what}: replicas must be 1, 3 or 5, got ${replicas}`]),
    ...letterFaults(what, deadLetter),
  ];
}
