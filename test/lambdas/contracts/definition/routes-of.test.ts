import { describe, expect, it } from '@jest/globals';
import { homesOf } from '../../../../lambdas/contracts/definition/home.ts';
import { routesOf } from '../../../../lambdas/contracts/definition/routes-of.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { quotes } from '../../core/request/quotes.ts';
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

  it('lead a reply to the queue that it is addressed to, whatever the home of its type', () => {
    expect(routesOf(quotes).homeOf('price.quoted')).toMatchObject({ kind: 'topic', name: 'prices' });
    expect(routesOf(quotes).homeOf('price.quoted', 'parcels')).toEqual({
      ...{ kind: 'queue', name: 'parcels', fifo: true, maxMessageBytes },
    });
  });

  it.each(['ledger', 'nowhere', '__proto__'])(
    'reject a reply to "%s", which answers nothing of its type',
    (address) => {
      expect(() => routesOf(quotes).homeOf('price.quoted', address)).toThrow(
        expect.objectContaining({
          code: 'publish-unroutable',
          message: `a published type must have a home, found none for "price.quoted" at queue "${address}"`,
        }),
      );
    },
  );

  it('know every home of a type that has two', () => {
    const { topics, queues } = parts;
    const homes = homesOf({ topics, queues: { ...queues, second: { ...queues.work, fifo: false } } });

    expect(homes.get(Begin.name)).toEqual([
      { kind: 'queue', name: 'work', fifo: true, maxMessageBytes },
      { kind: 'queue', name: 'second', fifo: false, maxMessageBytes },
    ]);
  });
});
