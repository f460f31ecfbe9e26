import { describe, expect, it } from '@jest/globals';
import { type RabbitQueue, queueArguments } from '../../../../lambdas/adapters/rabbitmq/rabbit-topology.ts';
import { topologyFaults } from '../../../../lambdas/adapters/rabbitmq/topology-faults.ts';
import { topicMatches } from '../../../../lambdas/contracts/definition/topic-matches.ts';
import { ordersTopology } from './orders-topology.ts';

const exchanges = ordersTopology.exchanges;
const toDlq = { exchange: 'dlx', routingKey: 'failed' };

describe('topology of RabbitMQ', () => {
  it('finds no fault in orders that expire, overflow and are given up into a queue of dead letters', () => {
    expect(topologyFaults(ordersTopology)).toEqual([]);
    expect(queueArguments(ordersTopology.queues[0] ?? { name: '' })).toEqual({
      'x-queue-type': 'quorum',
      'x-delivery-limit': 20,
      'x-dead-letter-exchange': 'dlx',
      'x-dead-letter-routing-key': 'failed',
      'x-dead-letter-strategy': 'at-least-once',
      'x-message-ttl': 3_600_000,
      'x-max-length': 10_000,
      'x-overflow': 'reject-publish',
    });
  });

  it('gives a classic queue no arguments of quorum queues, and a single active consumer to who asks for it', () => {
    expect(queueArguments({ name: 'q', type: 'classic', deadLetter: toDlq, singleActiveConsumer: true })).toEqual({
      'x-queue-type': 'classic',
      'x-dead-letter-exchange': 'dlx',
      'x-dead-letter-routing-key': 'failed',
      'x-overflow': 'reject-publish',
      'x-single-active-consumer': true,
    });
  });

  it.each<[string, readonly RabbitQueue[], RegExp]>([
    [
      'failure mode 71: dead letters that come back to their queue',
      [{ name: 'a', bindings: [toDlq], deadLetter: toDlq }],
      /dead letters of queue "a" must not come back to it/u,
    ],
    [
      'failure mode 71: dead letters that come back by way of another queue',
      [
        { name: 'a', deadLetter: { exchange: '', routingKey: 'b' } },
        { name: 'b', deadLetter: { exchange: '', routingKey: 'a' } },
      ],
      /dead letters of queue "a" must not come back to it/u,
    ],
    [
      'dead letters that reach no queue',
      [{ name: 'a', deadLetter: { exchange: 'dlx', routingKey: 'nobody' } }],
      /dead letters of queue "a" must reach a queue, "nobody" is bound to none/u,
    ],
    [
      'an exchange that nobody declares',
      [{ name: 'a', bindings: [{ exchange: 'other', routingKey: 'x' }] }],
      /exchange "other" of queue "a" must be declared/u,
    ],
    [
      'a length of nothing',
      [{ name: 'a', maxLength: 0 }],
      /maxLength of queue "a" must be an integer of at least 1, got 0/u,
    ],
  ])('finds %s', (_, queues, fault) => {
    expect(topologyFaults({ exchanges, queues })).toContainEqual(expect.stringMatching(fault));
  });

  it.each([
    ['order.*', 'order.placed', true],
    ['order.*', 'order', false],
    ['order.*', 'order.placed.twice', false],
    ['order.#', 'order', true],
    ['order.#', 'order.placed.twice', true],
    ['#', '', true],
    ['#.placed', 'order.placed', true],
    ['*.placed', 'order.cancelled', false],
  ])('matches %s with %s: %s', (pattern, key, expected) => {
    expect(topicMatches(pattern, key)).toBe(expected);
  });
});
