import { createItemRateLimiter } from '../../lambdas/core/limit/item-rate-limiter.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { rateLimiterConformance } from './rate-limiter-conformance.ts';

const { items } = openEventTable('rate-limiter');

rateLimiterConformance('dynamodb', 'of hosts', () => {
  // The table may drop what its own clock calls expired.
  const clock = fixedClock(Date.now());
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
