import * as z from 'zod/mini';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { sagaMessages } from '../../lambdas/contracts/sagas/saga-messages.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { saga } from '../../lambdas/core/saga/saga.ts';

const key = ({ loan }: { readonly loan: string }): string => loan;
const bare = z.object({ loan: z.string() });

export const LoanAsked = event('loan.asked', { schema: bare, key });
export const HoldMoney = event('money.hold', { schema: bare, key });
export const MoneyHeld = event('money.held', { schema: bare, key });
export const FreeMoney = event('money.free', { schema: bare, key });
export const MoneyFreed = event('money.freed', { schema: bare, key });
export const ReviewAsked = event('review.asked', {
  schema: z.object({ loan: z.string(), token: z.string(), expiresAt: z.number() }),
  key,
});
export const PayOut = event('money.pay', { schema: bare, key });
export const PaidOut = event('money.paid', { schema: bare, key });
export const LoanPaid = event('loan.paid', { schema: z.object({ loan: z.string(), by: z.string() }), key });
export const LoanRefused = event('loan.refused', { schema: z.object({ loan: z.string(), reason: z.string() }), key });

/** What the saga of a loan sends, its reviews apart. */
export const loanCommands = [HoldMoney, FreeMoney, PayOut, LoanPaid, LoanRefused] as const;

/** The messages of timers and people to a loan. */
export const loanMessages = sagaMessages('lend');

/** A saga with a timeout, an approval, a wait and a step behind its pivot, for tests of what moves a saga by time. */
export const loan: SagaDefinition = saga('lend', { startedBy: LoanAsked, deadline: { days: 1 } })
  .step('hold', {
    send: ({ loan: id }) => HoldMoney.of({ loan: id }),
    ok: MoneyHeld,
    undo: { send: ({ loan: id }) => FreeMoney.of({ loan: id }), done: MoneyFreed },
    timeout: { minutes: 5 },
    retry: { attempts: 2 },
  })
  .approval('review', {
    asks: ({ loan: id }, _results, { token, expiresAt }) => ReviewAsked.of({ loan: id, token, expiresAt }),
    within: { hours: 1 },
  })
  .timer('cool-off', { waits: () => ({ minutes: 30 }) })
  .pivot('pay', { send: ({ loan: id }) => PayOut.of({ loan: id }), ok: PaidOut, timeout: { minutes: 5 } })
  .completes(({ loan: id }, { review }) =>
    LoanPaid.of({ loan: id, by: review.decision === 'approved' ? review.by : '' }),
  )
  .fails(({ loan: id }, { reason }) => LoanRefused.of({ loan: id, reason }));
