import { describe, expect, it } from '@jest/globals';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { queue, type QueueDefinition } from '../../../../lambdas/contracts/definition/queue.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { topicFaults } from '../../../../lambdas/contracts/definition/topic-faults.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import { Begun, parts } from './sample-parts.ts';

const largest = messageLimits.topicBytesRange[1];

function faults(maxMessageBytes: number | undefined, queues: Readonly<Record<string, QueueDefinition>> = {}): unknown {
  const facts = topic({ carries: [Begun], ...(maxMessageBytes !== undefined && { maxMessageBytes }) });
  const definition = { name: 'test', ...parts, topics: { facts }, queues };
  return topicFaults(definition, { name: 'facts', topic: facts });
}

function subscribers(count: number): Readonly<Record<string, QueueDefinition>> {
  const subscriber = queue({ from: { facts: [Begun] }, deadLetter: deadLetter() });
  const other = queue({ accepts: [], deadLetter: deadLetter() });
  return { ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`queue${index}`, subscriber])), other };
}

describe('topicFaults', () => {
  it('lets a topic take 256 KiB unless it says otherwise', () => {
    expect(topic({ carries: [] }).maxMessageBytes).toBe(262_144);
    expect(faults(undefined)).toEqual([]);
  });

  it.each([1024, 1025, 1_048_575, 1_048_576])('accepts messages of up to %i bytes', (bytes) => {
    expect(faults(bytes)).toEqual([]);
  });

  it.each([1023, 1_048_577, 0, 2048.5, Number.NaN])('rejects messages of up to %d bytes', (bytes) => {
    expect(faults(bytes)).toEqual([
      `topic "facts": maxMessageBytes must be an integer between 1024 and 1048576, got ${bytes}`,
    ]);
  });

  it.each([
    [messageLimits.topicBytes, 101],
    [messageLimits.topicBytes + 1, 100],
    [largest, 99],
    [largest, 100],
  ])('accepts messages of up to %i bytes for %i subscribers', (bytes, count) => {
    expect(faults(bytes, subscribers(count))).toEqual([]);
  });

  it.each([messageLimits.topicBytes + 1, largest])(
    'failure mode 7: rejects messages of up to %i bytes for 101 subscribers',
    (bytes) => {
      expect(faults(bytes, subscribers(101))).toEqual([
        `topic "facts" of up to ${bytes} bytes must have at most 100 subscribers, found 101`,
      ]);
    },
  );
});
