import { sagaMessages } from '../../lambdas/contracts/sagas/saga-messages.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { historyIn, historyPrefix } from '../../lambdas/core/saga/saga-history.ts';
import { SagaState } from '../../lambdas/core/saga/saga-state.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import type { SagaFacts } from './order-facts.ts';

/** Reads a saga from all items of its partition; undefined where there is none. */
export function sagaFacts(
  { name, cancelledBy }: Pick<SagaDefinition, 'name' | 'cancelledBy'>,
  parts: readonly Item[],
): SagaFacts | undefined {
  const { sort } = sagaKey('', '');
  const item = parts.find(({ key }) => key.sort === sort);
  const state = item?.attributes['state'];
  if (item === undefined || typeof state !== 'string') {
    return undefined;
  }
  const calved = parts.filter(({ key }) => key.sort.startsWith(historyPrefix)).sort(bySort);
  // A timer that ran out and a cancellation are no reply of anybody.
  const others = [sagaMessages(name).timerDue.name, cancelledBy?.name];
  const history = [...calved, item].flatMap(historyIn).filter(({ message }) => !others.includes(message));
  return { ...SagaState.parse(JSON.parse(state)), history };
}

function bySort({ key: { sort: left } }: Item, { key: { sort: right } }: Item): number {
  return left < right ? -1 : Number(left > right);
}
