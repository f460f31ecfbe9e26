import * as z from 'zod/mini';

/** Money as integer minor units; never a float, never negative. */
export const Cents = z.int().check(z.nonnegative());
