import * as z from 'zod/mini';
import { personal } from '../events/personal.ts';

/** Who a customer is: personal, so no log and no listing shows it. */
export const CustomerId = personal(z.string());

/** The customer is the person that data is about. */
export function aboutCustomer({ customerId }: { readonly customerId: string }): string {
  return customerId;
}
