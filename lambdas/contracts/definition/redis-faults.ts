import { letterFaults } from './letter-faults.ts';
import { between } from './range-fault.ts';
import type { RedisStreamDefinition } from './redis-stream.ts';

/** What is wrong with one stream of Redis. */
export function redisFaults(name: string, { stream, maxLength, deadLetter }: RedisStreamDefinition): readonly string[] {
  const what = `Redis stream "${name}"`;
  return [
    ...(/^[^\s{}]{1,200}$/.test(stream)
      ? []
      : [`${what} must be called by up to 200 characters without spaces and braces, got "${stream}"`]),
    ...between(`${what}: maxLength`, maxLength, [1, 100_000_000]),
    ...letterFaults(what, deadLetter),
  ];
}
