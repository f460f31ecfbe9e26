import type { Cluster, Redis } from 'ioredis';

/** A client of ioredis, for one server or a cluster. */
export type RedisClient = Redis | Cluster;
