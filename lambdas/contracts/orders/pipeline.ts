import { pipeline } from '../definition/pipeline.ts';
import { coreOrders } from './core-orders.ts';

/** The reference application: all that it does with orders itself, and what it tells others over their brokers. */
export const orders = pipeline('orders', { ...coreOrders });
