import type { AnyProjection } from '../../core/projection/generation.ts';
import { customerPurchases } from './customer-purchases.ts';
import { salesByDay } from './sales-by-day.ts';
import { stock } from './stock.ts';

/** The projections of the reference application; its definition has their names. */
export const ordersProjections: readonly AnyProjection[] = [salesByDay, customerPurchases, stock];
