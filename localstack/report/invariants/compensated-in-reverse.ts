import type { SagaState } from '../../../lambdas/core/saga/saga-state.ts';
import { type Invariant, verdict } from './invariant.ts';

/** 6: undos run in reverse, each once, and only for steps that were started. */
export const compensatedInReverse: Invariant = ({ facts }) => {
  const failed = [...facts.orders.values()].flatMap(({ orderId, saga }) =>
    saga?.failure === undefined ? [] : [{ orderId, saga }],
  );
  const undone = failed.reduce((sum, { saga }) => sum + saga.undone.length, 0);
  const evidence = `${undone} undo(s) in ${failed.length} compensated saga(s)`;
  return verdict(
    { number: 6, promise: 'compensations run in reverse, each once', evidence },
    failed.filter(({ saga }) => !reversed(saga)).map(({ orderId }) => orderId),
  );
};

function reversed({ started, undone }: SagaState): boolean {
  const expected = started.filter((step) => undone.includes(step)).reverse();
  return expected.length === undone.length && expected.every((step, index) => step === undone[index]);
}
