import type { Backoff } from '../../../lambdas/core/ports/backoff.ts';

/** The scheduler lets others on between two tries; a pause would add nothing. */
export const atOnce: Backoff = { wait: () => Promise.resolve() };
