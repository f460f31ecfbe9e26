import { deadLetterQueueOf } from '../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { coreOrders as definition } from '../../../lambdas/contracts/orders/core-orders.ts';
import { checkInvariants } from '../../../localstack/report/invariants/check-invariants.ts';
import { readFacts } from '../../../localstack/report/read-facts.ts';
import { type Scenario, limitCents } from '../scenario.ts';
import { parkedKeys } from '../stage/parked-keys.ts';
import type { Outcome } from './run.ts';
import { historyBreaches } from '../stage/checks/history-breaches.ts';
import { lostMessages } from '../stage/checks/lost-messages.ts';

/** Who sends what nothing in the store has committed: new orders, and copies of dead letters. */
const outside: ReadonlySet<string> = new Set(['import', 'operator']);

/** Everything that is wrong with a finished run, a sentence each. */
export function breachesOf(scenario: Scenario, outcome: Outcome): readonly string[] {
  const history = historyBreaches(outcome, outside);
  if (!outcome.ended) {
    return ['the run went on without end', ...history];
  }
  try {
    return [
      ...storeBreaches(scenario, outcome),
      ...queueBreaches(outcome),
      ...parkedKeys(outcome).map((key) => `${key} must not be parked any more`),
      ...noticeBreaches(outcome),
      ...lostMessages(outcome),
      ...history,
    ];
  } catch (cause) {
    return [`the store could not be read: ${cause instanceof Error ? cause.message : 'unknown'}`, ...history];
  }
}

function storeBreaches({ orders, returns }: Scenario, { items }: Outcome): readonly string[] {
  const facts = readFacts(items.scan());
  const accepted = new Set([...orders.map(({ orderId }) => orderId), ...returns.map(({ returnId }) => returnId)]);
  const invariants = checkInvariants({ facts, accepted, parked: new Set() })
    .filter(({ holds }) => !holds)
    .map(({ number, promise, evidence }) => `${number}. ${promise}: ${evidence}`);
  const wrong = orders
    .filter(({ orderId, total }) => total > limitCents && facts.orders.get(orderId)?.status !== 'rejected')
    .map(({ orderId }) => `${orderId} must be rejected`);
  return [...invariants, ...wrong];
}

function queueBreaches({ broker }: Outcome): readonly string[] {
  return Object.keys(definition.queues)
    .flatMap((name) => [name, deadLetterQueueOf(name)])
    .filter((name) => broker.messages(name).length > 0)
    .map((name) => `queue ${name} must be empty, has ${broker.messages(name).length}`);
}

/** A notice may leave the system again after a crash, but under one key, by which its channel knows it. */
function noticeBreaches({ items, ledger }: Outcome): readonly string[] {
  const { orders } = readFacts(items.scan());
  const notices = ledger.entries.filter((entry) => entry.kind === 'notice');
  return [...orders.values()]
    .filter(({ status }) => status === 'confirmed' || status === 'rejected')
    .map(({ orderId, streams }) => ({
      orderId,
      outcomes: 1 + (streams['order'] ?? []).filter(({ type }) => type === 'order.returned').length,
      keys: new Set(notices.filter((notice) => notice.orderId === orderId).map(({ key }) => key)).size,
    }))
    .filter(({ keys, outcomes }) => keys !== outcomes)
    .map(({ orderId, keys }) => `${orderId} must be told each outcome under one key, was under ${keys}`);
}
