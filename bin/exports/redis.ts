/** Bridges to Redis: `cdk-event-pipeline/redis`. */
export { forwardToRedis } from '../../lambdas/adapters/forward/forward-to-redis.ts';
