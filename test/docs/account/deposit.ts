import { type ExpectingDependencies, appendExpecting } from '../../../lambdas/core/event-store/append-expecting.ts';
import type { AppendResult } from '../../../lambdas/core/event-store/event-store.ts';
import { type Balance, account } from './account.ts';
import { Deposited } from './account-messages.ts';

/** Money that came in is a fact: it is booked whoever else writes, as long as there is such an account. */
export function deposit(
  dependencies: ExpectingDependencies,
  booking: { readonly account: string; readonly cents: number },
): Promise<AppendResult<Balance>> {
  return appendExpecting(dependencies, account, {
    stream: `account-${booking.account}`,
    expects: 'exists',
    events: [Deposited.of(booking)],
    cause: undefined,
  });
}
