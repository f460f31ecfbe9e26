import * as z from 'zod/mini';
import { Cents } from './cents.ts';

/** One line of an order; `amount` is the line's total. */
export const OrderLine = z.object({
  sku: z.string().check(z.minLength(1)),
  quantity: z.int().check(z.positive()),
  amount: Cents,
});

/** One line of an order. */
export type OrderLine = z.infer<typeof OrderLine>;
