import * as z from 'zod/mini';
import { type Decider, happened, impossible, nothingNew } from '../../../lambdas/core/event-store/decider.ts';
import { AccountOpened, Deposited, OpenAccount, Withdraw, Withdrawn } from './account-messages.ts';

const Balance = z.object({ isOpen: z.boolean(), cents: z.int() });

/** What the events of an account lead to. */
export type Balance = z.infer<typeof Balance>;

const commands = [OpenAccount, Withdraw] as const;
const events = [AccountOpened, Deposited, Withdrawn] as const;

/** An account that cannot be overdrawn. */
export const account: Decider<Balance, typeof commands, typeof events> = {
  category: 'account',
  commands,
  events,
  creates: [OpenAccount],
  initial: { isOpen: false, cents: 0 },
  evolve(balance, event) {
    switch (event.type) {
      case 'account.opened':
        return { ...balance, isOpen: true };
      case 'account.deposited':
        return { ...balance, cents: balance.cents + event.data.cents };
      case 'account.withdrawn':
        return { ...balance, cents: balance.cents - event.data.cents };
    }
  },
  decide(balance, command) {
    if (command.type === 'account.open') {
      return balance.isOpen ? nothingNew() : happened(AccountOpened.of(command.data));
    }
    return command.data.cents <= balance.cents
      ? happened(Withdrawn.of(command.data))
      : impossible(`an account must hold what is withdrawn, got ${balance.cents} cents`);
  },
  snapshot: { version: 1, schema: Balance },
};
