import { Cluster } from 'ioredis';
import { createRedisClient, type RedisSettings } from './connect-redis.ts';
import type { RedisClient } from './redis-client.ts';

/** How channels are reached. */
export interface RedisPubSubSettings extends RedisSettings {
  /** Channels belong to one shard of a cluster each, which carries them alone; else every node carries all. @default false */
  readonly sharded?: boolean;
}

/**
 * Channels of Redis: at most once, to whoever listens at that moment.
 *
 * What is published while a subscriber is disconnected or too slow is lost for it without a word, on both sides. So
 * channels carry hints that something changed, never commands or events: those go through a stream or queue.
 *
 * Source: https://redis.io/docs/latest/develop/pubsub/#delivery-semantics
 */
export interface RedisPubSub {
  /** Tells those who listen now; resolves once Redis has passed it on, whoever got it. */
  publish(channel: string, text: string): Promise<void>;
  /**
   * Calls `take` for each text, also after the connection was mended, but not for what was missed meanwhile. Resolves
   * once Redis listens to the channel; what it answers ends the subscription.
   */
  subscribe(channel: string, take: (text: string) => void): Promise<() => Promise<void>>;
  /** Leaves at once. */
  close(): void;
}

/** Connects to channels with two connections: one that listens can do nothing else. */
export async function connectRedisPubSub(settings: RedisPubSubSettings): Promise<RedisPubSub> {
  const { sharded = false } = settings;
  const publisher = await createRedisClient(settings);
  const listener = await createRedisClient({ ...settings, shardedSubscribers: sharded });
  const takers = new Map<string, Set<(text: string) => void>>();
  listener.on(sharded ? 'smessage' : 'message', (channel: string, text: string) => {
    takers.get(channel)?.forEach((take) => {
      take(text);
    });
  });
  return {
    async publish(channel, text) {
      await (sharded ? publisher.spublish(channel, text) : publisher.publish(channel, text));
    },
    async subscribe(channel, take) {
      const others = takers.get(channel) ?? new Set();
      takers.set(channel, others.add(take));
      await listen(listener, channel, sharded);
      return async () => {
        others.delete(take);
        if (others.size === 0) {
          takers.delete(channel);
          await (sharded ? listener.sunsubscribe(channel) : listener.unsubscribe(channel));
        }
      };
    },
    close() {
      publisher.disconnect();
      listener.disconnect();
    },
  };
}

/** A cluster's connections for shards are made only after it knows them. */
async function listen(listener: RedisClient, channel: string, sharded: boolean): Promise<void> {
  if (listener instanceof Cluster && listener.status !== 'ready') {
    await new Promise((resolve) => listener.once('ready', resolve));
  }
  await (sharded ? listener.ssubscribe(channel) : listener.subscribe(channel));
}
