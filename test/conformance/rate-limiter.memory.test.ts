import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createItemRateLimiter } from '../../lambdas/core/limit/item-rate-limiter.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { rateLimiterConformance } from './rate-limiter-conformance.ts';

rateLimiterConformance('memory', 'of hosts', () => {
  const [items, clock] = [createMemoryItemStore(), fixedClock()];
  return Promise.resolve({
    limiter: (limit, behindMs = 0) =>
      createItemRateLimiter({ items, clock: { now: () => clock.now() - behindMs }, limit }),
    pass: (milliseconds) => {
      clock.advance(milliseconds);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
