import { describe, expect, it } from '@jest/globals';
import { createRedisStreamPublisher } from '../../../../lambdas/adapters/redis/redis-stream-publisher.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';

const message = (id: string, key: string): OutgoingMessage => ({ id, key, type: 'OrderPlaced', body: `body of ${id}` });

/** A Redis that refuses what carries one of these ids. */
function redisRefusing(...refused: readonly string[]): { calls: string[]; call: () => Promise<unknown> } {
  const calls: string[] = [];
  return {
    calls,
    call: (...args: readonly (string | number)[]) => {
      const id = String(args[args.indexOf('ce_id') + 1]);
      calls.push(`${args[0] ?? ''} ${args[1] ?? ''} ${id}`);
      return refused.includes(id) ? Promise.reject(new Error('OOM command not allowed')) : Promise.resolve('1-0');
    },
  };
}

describe('createRedisStreamPublisher', () => {
  it('adds each message to the stream it is destined for, under a key of one slot', async () => {
    const redis = redisRefusing();
    const publisher = createRedisStreamPublisher({ redis, destinationOf: ({ type }) => type });

    expect(await publisher.publish([message('m-1', 'a')])).toEqual({ failed: [] });
    expect(redis.calls).toEqual(['XADD stream:{OrderPlaced} m-1']);
  });

  it('fails the later messages of a key with a refused one, unsent, and sends those of other keys', async () => {
    const redis = redisRefusing('m-1');
    const publisher = createRedisStreamPublisher({ redis, destinationOf: () => 'orders' });

    const { failed } = await publisher.publish([message('m-1', 'a'), message('m-2', 'a'), message('m-3', 'b')]);

    expect(failed).toEqual([
      { id: 'm-1', reason: 'OOM command not allowed' },
      { id: 'm-2', reason: 'held back behind "m-1" of the same key' },
    ]);
    expect(redis.calls).toEqual(['XADD stream:{orders} m-1', 'XADD stream:{orders} m-3']);
  });

  it('sends a body of as many bytes as the server takes, and fails one of more unsent', async () => {
    const redis = redisRefusing();
    const mostBytes = Buffer.byteLength(message('m-1', 'a').body);
    const publisher = createRedisStreamPublisher({ redis, destinationOf: () => 'orders', mostBytes });
    const longer = { ...message('m-2', 'b'), body: 'bödy of m-2' };

    const { failed } = await publisher.publish([message('m-1', 'a'), longer]);

    expect(failed).toEqual([
      { id: 'm-2', reason: `message-too-large: body must be at most ${mostBytes} bytes, got ${mostBytes + 1}` },
    ]);
    expect(redis.calls).toEqual(['XADD stream:{orders} m-1']);
  });

  it('fails a message alone that is destined for nothing', async () => {
    const publisher = createRedisStreamPublisher({
      redis: redisRefusing(),
      destinationOf: () => {
        throw new TypeError('no stream');
      },
    });

    expect(await publisher.publish([message('m-1', 'a')])).toEqual({ failed: [{ id: 'm-1', reason: 'no stream' }] });
  });
});
