import type { Backoff } from '../../lambdas/core/ports/backoff.ts';

/** In one process nobody else holds what a conflict waits for, so the next try can follow at once. */
export const atOnce: Backoff = { wait: () => Promise.resolve() };
