import { describe, expect, it } from '@jest/globals';
import { homesOf } from '../../../../lambdas/contracts/definition/home.ts';
import { routesOf } from '../../../../lambdas/contracts/definition/routes-of.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { Begin, Begun, parts } from './sample-parts.ts';

const maxMessageBytes = messageLimits.queueBytes;

describe('routes of a definition', () => {
  it('lead an event to its topic and a command to its queue', () => {
    const routes = routesOf(parts);

    expect(routes.homeOf(Begun.name)).toEqual({
      kind: 'topic',
      name: 'facts',
      fifo: true,
      maxMessageBytes: messageLimits.topicBytes,
    });
    expect(routes.homeOf(Begin.name)).toEqual({ kind: 'queue', name: 'work', fifo: true, maxMessageBytes });
  });

  it('failure mode 7: say how many bytes a topic takes that is made for large messages', () => {
    const facts = topic({ fifo: true, carries: [Begun], maxMessageBytes: 1_048_576 });

    expect(routesOf({ ...parts, topics: { facts } }).homeOf(Begun.name)).toMatchObject({ maxMessageBytes: 1_048_576 });
  });

  it.each(['test.stray', '', 'toString', '__proto__'])('reject "%s", which has no home', (name) => {
    expect(() => routesOf(parts).homeOf(name)).toThrow(
      expect.objectContaining({
        code: 'publish-unroutable',
        retryable: false,
        message: `a published type must have a home, found none for "${name}"`,
      }),
    );
  });

  it('know every home of a type that has two', () => {
    const { topics, queues } = parts;
    const homes = homesOf({ topics, queues: { ...queues, second: { ...queues.work, fifo: false } } });

    expect(homes.get(Begin.name)).toEqual([
      { kind: 'queue', name: 'work', fifo: true, maxMessageBytes },
      { kind: 'queue', name: 'second', fifo: false, maxMessageBytes },
    ]);
  });
});
