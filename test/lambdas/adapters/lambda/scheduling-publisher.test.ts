import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sagaHost } from '../../../../lambdas/adapters/lambda/saga-host.ts';
import { schedulingPublisher } from '../../../../lambdas/adapters/lambda/scheduling-publisher.ts';
import { schedules } from '../../../../lambdas/contracts/definition/schedules.ts';
import { environmentVariables } from '../../../../lambdas/contracts/environment-variables.ts';
import { OrderPlaced } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';

const { scheduleGroup, scheduleRole, scheduleDeadLetters } = environmentVariables;
const before = { ...process.env };
const later = { id: 'a', key: 'o1', body: '{}', dueAt: Number.MAX_SAFE_INTEGER };

beforeEach(() => {
  process.env = { ...before, [scheduleGroup]: 'timers', [scheduleRole]: 'role', [scheduleDeadLetters]: 'dead' };
});

afterEach(() => {
  process.env = before;
});

describe('the publisher of a pipeline with schedules', () => {
  it.each([scheduleGroup, scheduleRole, scheduleDeadLetters])('fails without %s', (variable) => {
    process.env = { ...process.env, [variable]: undefined };

    expect(() => schedulingPublisher(orders)).toThrow(variable);
  });

  it.each([
    ['fulfil-order.timer-due', 'QUEUE_FULFILMENT_ARN'],
    [OrderPlaced.name, 'must go to a queue, got topic "orderEvents"'],
    ['nobody.knows', 'must have a home'],
  ])('reports %s as failed when it can go nowhere: %s', async (type, reason) => {
    const { failed } = await schedulingPublisher(orders).publish([{ ...later, type }]);

    expect(failed).toEqual([{ id: 'a', reason: expect.stringContaining(reason) as unknown }]);
  });
});

it('sagas send their timers out where the pipeline has schedules, and nowhere else', () => {
  expect(sagaHost(orders)).toEqual({});
  expect(sagaHost({ ...orders, schedules: schedules() }).schedules).toMatchObject({ source: '/orders/timers' });
});
