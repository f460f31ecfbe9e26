import type { AppendAllResult, EventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { appendTo } from '../../../lambdas/core/event-store/stream-append.ts';
import { account } from './account.ts';
import { Deposited, Withdrawn } from './account-messages.ts';

/** Moves money from one account to another: both or neither. */
export async function transfer(
  store: EventStore,
  { from, to, cents }: { readonly from: string; readonly to: string; readonly cents: number },
): Promise<AppendAllResult> {
  const [payer, payee] = await Promise.all([
    store.load(account, `account-${from}`),
    store.load(account, `account-${to}`),
  ]);
  return store.appendAll({
    appends: [
      appendTo(account, { after: payer, events: [Withdrawn.of({ account: from, cents })] }),
      appendTo(account, { after: payee, events: [Deposited.of({ account: to, cents })] }),
    ],
    cause: undefined,
  });
}
