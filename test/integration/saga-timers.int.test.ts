import { randomUUID } from 'node:crypto';
import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  ListSchedulesCommand,
} from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createDynamoItemIndex } from '../../lambdas/adapters/dynamodb/dynamo-item-index.ts';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createSchedulerClient } from '../../lambdas/adapters/scheduler/scheduler-client.ts';
import { createSchedulerSchedules } from '../../lambdas/adapters/scheduler/scheduler-schedules.ts';
import { createSnsClient } from '../../lambdas/adapters/sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../../lambdas/adapters/sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { routesToQueue } from '../../lambdas/contracts/definition/routes-of.ts';
import { createScheduledPublisher } from '../../lambdas/core/publish/scheduled-publisher.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { createTimerSweeper } from '../../lambdas/core/saga/timers/timer-sweeper.ts';
import { type LoanRig, loanRigOn } from '../support/loan-rig.ts';
import { MoneyFreed } from '../support/loan-saga.ts';
import { openEventTable } from '../support/open-event-table.ts';

const minute = 60_000;
const hour = 60 * minute;
const deadlineMs = 45_000;

const table = openEventTable('saga-timers');
const [sqs, sns, scheduler] = [createSqsClient(), createSnsClient(), createSchedulerClient()];
const name = `saga-timers-${randomUUID()}`;
let queueUrl = '';
let queueArn = '';

beforeAll(async () => {
  const attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '5' };
  const made = await sqs.send(new CreateQueueCommand({ QueueName: `${name}.fifo`, Attributes: attributes }));
  queueUrl = made.QueueUrl ?? '';
  const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] });
  queueArn = (await sqs.send(asked)).Attributes?.QueueArn ?? '';
  await scheduler.send(new CreateScheduleGroupCommand({ Name: name }));
});

afterAll(async () => {
  await scheduler.send(new DeleteScheduleGroupCommand({ Name: name }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  for (const client of [sqs, sns, scheduler]) {
    client.destroy();
  }
});

const publisherToQueue = (): ReturnType<typeof createSnsSqsPublisher> =>
  createSnsSqsPublisher({
    ...{ sqs, sns, routes: routesToQueue('loans', { fifo: true }), addressOf: () => queueUrl },
    ...{ sleep, random: Math.random },
  });

const schedulesToQueue = (): ReturnType<typeof createSchedulerSchedules> =>
  createSchedulerSchedules({
    ...{ client: scheduler, groupName: name, fingerprint: sha256Fingerprint },
    roleArn: 'arn:aws:iam::000000000000:role/timers',
    deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:timers-dead',
    targetOf: () => ({ queueArn, fifo: true }),
  });

/** A rig on the table, whose clock begins at some time. */
const rigAt = (time: number): LoanRig<ItemStore> =>
  loanRigOn({
    items: table.items,
    index: createDynamoItemIndex({ ...table, sleep, random: Math.random }, dueIndex),
    clock: createVirtualClock(time),
    schedules: true,
  });

/** The next message of the queue, which then forgets it. */
async function received(): Promise<Message> {
  const end = Date.now() + deadlineMs;
  while (Date.now() < end) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl: queueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: 1 },
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const [message] = messages;
    if (message !== undefined) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    }
  }
  throw new TypeError(`a message must arrive within ${deadlineMs} ms`);
}

/** Sweeps until the index, which may be late, shows a timer; then has the saga handle what the queue brings. */
async function timed(rig: LoanRig<ItemStore>): Promise<void> {
  const sweeper = createTimerSweeper({ ...rig.sweeping, publisher: publisherToQueue() });
  const end = Date.now() + deadlineMs;
  let sent = 0;
  while (sent === 0 && Date.now() < end) {
    ({ sent } = await sweeper.sweep({ deadline: Number.MAX_SAFE_INTEGER }));
  }
  await rig.deliver({ body: (await received()).Body ?? '' });
}

let key = '';

beforeEach(() => {
  key = randomUUID();
});

it('has a step sent again and then taken back, by a sweeper that finds it in the index of the table', async () => {
  const rig = rigAt(Date.now());
  await rig.start(key);

  rig.clock.advance(5 * minute);
  await timed(rig);
  rig.clock.advance(5 * minute);
  await timed(rig);
  const undoing = (await rig.sent(key)).map(({ type }) => type);
  await rig.reply(key, MoneyFreed.of({ loan: key }));

  expect(undoing).toEqual(['money.hold', 'money.hold', 'money.free']);
  expect((await rig.state(key)).status).toBe('compensated');
  expect(await createTimerSweeper(rig.sweeping).sweep({ deadline: Number.MAX_SAFE_INTEGER })).toMatchObject({
    ...{ timers: 0, failed: 0, taken: 0, finished: true },
  });
}, 60_000);

it('ends an approval by a schedule that sends to the queue of its saga once, in its group, and deletes itself', async () => {
  const rig = rigAt(Date.now() - hour + 2000);
  await rig.reviewed(key);
  const timer = (await rig.sent(key)).filter(({ dueAt }) => dueAt !== undefined);
  const publisher = createScheduledPublisher({
    ...{ publisher: publisherToQueue(), schedules: schedulesToQueue(), clock: systemClock },
  });

  // As a relay does whose first answer was lost.
  const results = [await publisher.publish(timer), await publisher.publish(timer)];
  const kept = await scheduler.send(new ListSchedulesCommand({ GroupName: name }));
  const message = await received();
  rig.clock.advance(hour);
  await rig.deliver({ body: message.Body ?? '' });
  const left = await scheduler.send(new ListSchedulesCommand({ GroupName: name }));

  expect(results).toEqual([{ failed: [] }, { failed: [] }]);
  expect(kept.Schedules?.map(({ Name: schedule }) => schedule)).toEqual(timer.map(({ id }) => sha256Fingerprint(id)));
  expect(message.Attributes?.MessageGroupId).toBe(key);
  expect(await rig.state(key)).toMatchObject({
    ...{ status: 'compensating', failure: { step: 'review', reason: 'no decision in time' } },
  });
  expect(left.Schedules).toEqual([]);
}, 90_000);
