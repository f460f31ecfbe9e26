import { describe, expect, it } from '@jest/globals';
import type { OutgoingMessage, PublishResult } from '../../../../lambdas/core/ports/publisher.ts';
import { createScheduledPublisher } from '../../../../lambdas/core/publish/scheduled-publisher.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';

const now = 1_000_000;
const message = (id: string, dueAt?: number): OutgoingMessage => ({
  ...{ id, type: 'refund.timer-due', key: 'C1', body: '{}' },
  ...(dueAt === undefined ? {} : { dueAt }),
});

interface Done {
  readonly scheduled: [string, number][];
  readonly sent: string[][];
}

async function publish(
  messages: readonly OutgoingMessage[],
  options: { readonly refuses?: string; readonly fails?: string } = {},
): Promise<Done & PublishResult> {
  const done: Done = { scheduled: [], sent: [] };
  const publisher = createScheduledPublisher({
    publisher: {
      publish: (some) => {
        done.sent.push(some.map(({ id }) => id));
        const failed = some.filter(({ id }) => id === options.fails).map(({ id }) => ({ id, reason: 'broker' }));
        return Promise.resolve({ failed });
      },
    },
    schedules: {
      schedule: ({ id }, dueAt) => {
        if (id === options.refuses) {
          return Promise.reject(new Error('throttled'));
        }
        done.scheduled.push([id, dueAt]);
        return Promise.resolve();
      },
    },
    clock: fixedClock(now),
  });
  return { ...done, ...(await publisher.publish(messages)) };
}

describe('a publisher with schedules', () => {
  it.each([
    [now - 1, 'sent'],
    [now, 'sent'],
    [now + 1, 'scheduled'],
  ])('has a message that is due at %i %s at 1000000', async (dueAt, way) => {
    const done = await publish([message('a', dueAt)]);

    expect([done.sent.flat(), done.scheduled.map(([id]) => id)]).toEqual(way === 'sent' ? [['a'], []] : [[], ['a']]);
    expect(done.failed).toEqual([]);
  });

  it('sends what has no time in one call and in its order, and keeps the rest for its time', async () => {
    const done = await publish([message('a'), message('later', now + 60_000), message('b')]);

    expect(done).toEqual({ sent: [['a', 'b']], scheduled: [['later', now + 60_000]], failed: [] });
  });

  it('reports what could not be kept for its time, and sends the others of its key', async () => {
    const done = await publish([message('later', now + 1), message('a')], { refuses: 'later' });

    expect(done.failed).toEqual([{ id: 'later', reason: 'throttled' }]);
    expect(done.sent).toEqual([['a']]);
  });

  it('reports what the broker refused', async () => {
    expect((await publish([message('a')], { fails: 'a' })).failed).toEqual([{ id: 'a', reason: 'broker' }]);
  });
});
