import { expect, it } from '@jest/globals';
import { outboxEntries, outboxValues } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';

const base: OutgoingMessage = { id: 'a', type: 't', key: 'k', body: '{}' };

it.each([base, { ...base, since: 1 }, { ...base, dueAt: 2 }, { ...base, since: 1, dueAt: 2 }])(
  'an outbox gives back a message as it was put in, with its times: %j',
  (message) => {
    const key = { partition: 'order-1', sort: 'tip' };

    const entries = outboxEntries({ key, attributes: { outbox: outboxValues(1, [message]) } });

    expect(entries.map((entry) => entry.message)).toEqual([message]);
  },
);
