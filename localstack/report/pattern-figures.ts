import type { StoreFacts } from './order-facts.ts';
import { countBy } from './order-figures.ts';
import type { ConsumerFigures, PatternFigures, QueueFigures } from './run-report.ts';

/** The patterns that a run used, each with figures that were measured in it. */
export function patternFigures(run: {
  readonly facts: StoreFacts;
  readonly queues: readonly QueueFigures[];
  readonly consumers: readonly ConsumerFigures[];
  readonly swept: number;
}): readonly PatternFigures[] {
  const { facts, queues, consumers, swept } = run;
  const sagas = [...facts.orders.values(), ...facts.refunds.values()].flatMap(({ saga }) =>
    saga === undefined ? [] : [saga],
  );
  const sum = (pick: (consumer: ConsumerFigures) => number): number =>
    consumers.reduce((total, consumer) => total + pick(consumer), 0);
  const sent = queues.reduce((total, queue) => total + queue.sent, 0);
  const states = Object.entries(countBy(sagas, ({ status }) => status)).map(([state, count]) => `${count} ${state}`);
  return [
    { name: 'event sourcing', evidence: `${facts.events} events in ${facts.streams} streams` },
    {
      name: 'transactional outbox',
      evidence: `${sent} deliveries to queues, ${swept} messages published by the sweeper, ${facts.pending} waiting in outboxes`,
    },
    { name: 'saga', evidence: states.join(', ') || 'none started' },
    { name: 'idempotent consumers', evidence: `${sum(({ duplicates }) => duplicates)} duplicates dropped` },
    { name: 'dead letters', evidence: `${sum(({ parked }) => parked)} parked by consumers` },
  ];
}
