import * as z from 'zod/mini';
import { event } from '../../../lambdas/contracts/events/event-type.ts';

const byAccount = ({ account }: { readonly account: string }): string => account;
const amount = z.object({ account: z.string(), cents: z.int() });

/** Commands. */
export const OpenAccount = event('account.open', { schema: z.object({ account: z.string() }), key: byAccount });
export const Withdraw = event('account.withdraw', { schema: amount, key: byAccount });

/** Events. */
export const AccountOpened = event('account.opened', { schema: z.object({ account: z.string() }), key: byAccount });
export const Deposited = event('account.deposited', { schema: amount, key: byAccount });
export const Withdrawn = event('account.withdrawn', { schema: amount, key: byAccount });
