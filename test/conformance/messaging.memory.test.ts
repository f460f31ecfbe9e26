import { createMemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { messagingConformance } from './messaging-conformance.ts';
import { messaging, visibilitySecondsOf } from './messaging-definition.ts';

messagingConformance('memory', () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const broker = createMemoryBroker({ definition: messaging, clock, ids: fixedIds(), visibilitySecondsOf });
  return Promise.resolve({
    publisher: broker.publisher,
    receive: (queueName, most) => Promise.resolve(broker.receive(queueName, most)),
    delete: (queueName, receipt) => {
      broker.delete(queueName, receipt);
      return Promise.resolve();
    },
    visibility: (queueName) => broker.visibility(queueName),
    parking: (queueName) => broker.parking(queueName),
    deadLetters: (queueName) => broker.deadLetters(queueName),
    sender: (queueName) => broker.sender(queueName),
    pass: () => {
      clock.advance(1000);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
