import { given } from '../../../lambdas/testing/decider-story.ts';
import { account } from './account.ts';
import { AccountOpened, Deposited, OpenAccount, Withdraw, Withdrawn } from './account-messages.ts';

const id = 'a-1';
const opened = AccountOpened.of({ account: id });
const hundred = { account: id, cents: 100 };

/** What an account does, told as what was, what came and what became of it. */
export function tellAccountStories(): void {
  given(account, [])
    .when(OpenAccount.of({ account: id }))
    .then(opened);
  given(account, [opened])
    .when(OpenAccount.of({ account: id }))
    .then();
  given(account, [opened, Deposited.of(hundred)])
    .when(Withdraw.of(hundred))
    .then(Withdrawn.of(hundred));
  given(account, [opened])
    .when(Withdraw.of(hundred))
    .thenImpossible(/must hold what is withdrawn/);
}
