import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { DeadLetter, defaultMaxReceiveCount } from '../../../../lib/constructs/messaging/dead-letter.ts';
import { EventQueue } from '../../../../lib/constructs/messaging/event-queue.ts';
import { eventQueueDefaults } from '../../../../lib/constructs/messaging/event-queue-defaults.ts';
import type { EventQueueProps } from '../../../../lib/constructs/messaging/event-queue-props.ts';
import { noDeadLetterReason } from '../../../../lib/constructs/messaging/no-dead-letter.ts';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import { createStack, statementsOf, templateOf } from '../../synth.ts';

const seconds = (count: number): Duration => Duration.seconds(count);
const create = (props?: EventQueueProps): EventQueue => new EventQueue(createStack(), 'Orders', props);
const templateWith = (props?: EventQueueProps): Template => Template.fromStack(create(props).node.scope as Stack);
const queueId = 'OrdersQueueC538DD4C';
const deadLetterId = 'OrdersDeadLetterQueue85C6F59B';

function resource(template: Template, id: string): unknown {
  const resources = template.toJSON()['Resources'] as Record<string, { readonly Properties: unknown }>;
  return resources[id]?.Properties;
}

describe('EventQueue', () => {
  it('has the documented defaults', () => {
    expect(eventQueueDefaults).toEqual({
      fifo: false,
      consumerTimeout: seconds(30),
      batchWindow: seconds(0),
      retention: Duration.days(4),
      receiveWait: seconds(20),
      highThroughput: true,
      deduplicateByContent: false,
    });
    expect(defaultMaxReceiveCount).toBe(5);
  });

  it('is a standard queue with a dead letter, six consumer timeouts of visibility, long polling and SSE', () => {
    const template = templateWith();

    expect(resource(template, queueId)).toEqual({
      MessageRetentionPeriod: 345_600,
      ReceiveMessageWaitTimeSeconds: 20,
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterId, 'Arn'] }, maxReceiveCount: 5 },
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 180,
    });
    expect(resource(template, deadLetterId)).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    template.resourceCountIs('AWS::SQS::Queue', 2);
  });

  it('is a FIFO queue with limits per message group and a FIFO dead letter', () => {
    const template = templateWith({ fifo: true });

    expect(resource(template, queueId)).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    expect(resource(template, deadLetterId)).toMatchObject({ FifoQueue: true });
  });

  it('leaves both limits per queue when high throughput is declined', () => {
    const properties = resource(templateWith({ fifo: true, highThroughput: false }), queueId);

    expect(properties).not.toHaveProperty('DeduplicationScope');
    expect(properties).not.toHaveProperty('FifoThroughputLimit');
  });

  it('adds the batching window to six consumer timeouts', () => {
    const queue = create({ consumerTimeout: seconds(10), batchWindow: seconds(5) });

    expect(queue.visibilityTimeout.toSeconds()).toBe(65);
  });

  it('refuses requests without TLS on the queue and on its dead letter', () => {
    const denial = (id: string): unknown => ({
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Resource: { 'Fn::GetAtt': [id, 'Arn'] },
    });

    expect(statementsOf(templateWith(), 'AWS::SQS::QueuePolicy')).toEqual([denial(deadLetterId), denial(queueId)]);
  });

  it('raises alarms on the first dead letter and on an old message', () => {
    const alarms = QueueAlarms.on({
      oldestMessage: Duration.minutes(2),
      actions: [{ bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111111111111:alarms' }) }],
    });

    const template = templateWith({ alarms });

    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: 120,
      EvaluationPeriods: 3,
      AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
    });
  });

  it('raises no alarm where alarms are off', () => {
    const queue = create({ alarms: QueueAlarms.off('a test') });

    expect(queue.alarms).toEqual([]);
  });

  it('has no dead letter where a reason is given, and keeps the reason', () => {
    const queue = create({ deadLetter: DeadLetter.none('live feed') });

    expect(queue.deadLetterQueue).toBeUndefined();
    expect(noDeadLetterReason(queue.queue)).toBe('live feed');
    expect(queue.grantPark(roleIn(queue))).toBeUndefined();
  });

  it('uses an existing queue of its kind as dead letter', () => {
    const template = templateOf((stack) => {
      const queue = EventQueue.fromQueueArn(stack, 'Old', 'arn:aws:sqs:eu-west-1:111111111111:old');
      new EventQueue(stack, 'Orders', { deadLetter: DeadLetter.use(queue, { maxReceiveCount: 9 }) });
    });

    expect(resource(template, queueId)).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111111111111:old', maxReceiveCount: 9 },
    });
  });

  it('applies overrides last, to the queue and to its dead letter', () => {
    const template = templateWith({
      overrides: { maxMessageSizeBytes: 2048 },
      deadLetter: DeadLetter.create({ overrides: { maxMessageSizeBytes: 4096 } }),
    });

    expect(resource(template, queueId)).toMatchObject({ MaximumMessageSize: 2048 });
    expect(resource(template, deadLetterId)).toMatchObject({ MaximumMessageSize: 4096 });
  });

  it('measures what is outstanding and how old it is', () => {
    const queue = create();

    expect(queue.metricOldestMessageAge()).toMatchObject({ metricName: 'ApproximateAgeOfOldestMessage' });
    expect(queue.metricOutstanding()).toMatchObject({ period: Duration.minutes(1) });
  });
});

it.each([
  [{}, undefined],
  [{ deduplicateByContent: true }, true],
  [{ deduplicateByContent: true, highThroughput: false }, true],
])('a FIFO EventQueue with %j de-duplicates by content: %s', (props, expected) => {
  const properties = resource(templateWith({ fifo: true, ...props }), queueId);

  expect((properties as { readonly ContentBasedDeduplication?: boolean }).ContentBasedDeduplication).toBe(expected);
});

describe('access to an EventQueue', () => {
  const granted = (grant: (queue: EventQueue, role: Role) => unknown, props?: EventQueueProps): readonly unknown[] => {
    const queue = create(props);
    grant(queue, roleIn(queue));
    return statementsOf(Template.fromStack(queue.node.scope as Stack));
  };
  const allow = (Action: unknown, id: string): unknown => ({
    Action,
    Effect: 'Allow',
    Resource: { 'Fn::GetAtt': [id, 'Arn'] },
  });

  it('to send is SendMessage on the queue', () => {
    expect(granted((queue, role) => queue.grantSend(role))).toEqual([allow('sqs:SendMessage', queueId)]);
  });

  it('to consume is four actions on the queue', () => {
    expect(granted((queue, role) => queue.grantConsume(role))).toEqual([
      allow(
        ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        queueId,
      ),
    ]);
  });

  it('to park is SendMessage on the dead letter alone', () => {
    expect(granted((queue, role) => queue.grantPark(role))).toEqual([allow('sqs:SendMessage', deadLetterId)]);
  });

  it('includes the key of the queue where it has one', () => {
    const template = templateOf((stack) => {
      const queue = new EventQueue(stack, 'Orders', { encryptionKey: new Key(stack, 'Key') });
      queue.grantConsume(roleIn(queue));
    });

    expect(statementsOf(template)).toContainEqual(allow('kms:Decrypt', 'Key961B73FD'));
    expect(resource(template, deadLetterId)).toMatchObject({
      KmsMasterKeyId: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    });
  });
});

describe('times of an EventQueue', () => {
  const inRange = ([least, most]: readonly [number, number]): fc.Arbitrary<number> =>
    fc.integer({ min: least, max: most });

  it('failure mode 1: hide a message for six consumer timeouts and the window, whatever they are, and take no less', () => {
    fc.assert(
      fc.property(inRange([1, 900]), inRange([0, 300]), (timeout, window) => {
        const props = { consumerTimeout: seconds(timeout), batchWindow: seconds(window) };
        const least = 6 * timeout + window;

        expect(create(props).visibilityTimeout.toSeconds()).toBe(least);
        expect(() => create({ ...props, visibilityTimeout: seconds(least) })).not.toThrow();
        expect(() => create({ ...props, visibilityTimeout: seconds(least - 1) })).toThrow('visibilityTimeout');
      }),
      { numRuns: 10 },
    );
  });

  it('failure mode 5: keep dead letters longer than messages, whatever the retentions are', () => {
    fc.assert(
      fc.property(inRange([60, 1_209_600]), inRange([60, 1_209_600]), (messages, deadLetters) => {
        const deadLetter = DeadLetter.create({ retention: seconds(deadLetters) });
        const attempt = (): EventQueue => create({ retention: seconds(messages), deadLetter });

        if (deadLetters > messages) {
          expect(attempt).not.toThrow();
        } else {
          expect(attempt).toThrow("retention of the dead letters must exceed the queue's");
        }
      }),
      {
        numRuns: 10,
        examples: [
          [86_400, 86_400],
          [86_400, 86_401],
        ],
      },
    );
  });

  it('failure mode 9: delay no message: a wait is a longer visibility, never a round through a delay queue', () => {
    for (const properties of Object.values(templateWith({ fifo: true }).findResources('AWS::SQS::Queue'))) {
      expect(properties['Properties']).not.toHaveProperty('DelaySeconds');
    }
  });
});

describe('settings of an EventQueue', () => {
  it.each<[string, EventQueueProps]>([
    ['visibilityTimeout', { consumerTimeout: seconds(30), visibilityTimeout: seconds(180) }],
    [
      'visibilityTimeout',
      { consumerTimeout: seconds(900), batchWindow: seconds(300), visibilityTimeout: seconds(5700) },
    ],
    ['visibilityTimeout', { visibilityTimeout: seconds(43_200) }],
    ['consumerTimeout', { consumerTimeout: seconds(1) }],
    ['consumerTimeout', { consumerTimeout: seconds(900) }],
    ['batchWindow', { batchWindow: seconds(300) }],
    ['retention', { retention: seconds(60) }],
    ['retention', { retention: seconds(1_209_599) }],
    ['receiveWait', { receiveWait: seconds(0) }],
    ['maxReceiveCount', { deadLetter: DeadLetter.create({ maxReceiveCount: 1 }) }],
    ['maxReceiveCount', { deadLetter: DeadLetter.create({ maxReceiveCount: 1000 }) }],
    ['dead letter retention', { retention: seconds(60), deadLetter: DeadLetter.create({ retention: seconds(61) }) }],
  ])('accept %s at its limit', (_, props) => {
    expect(() => create(props)).not.toThrow();
  });

  it.each<[EventQueueProps, string]>([
    [
      { consumerTimeout: seconds(30), visibilityTimeout: seconds(179) },
      'visibilityTimeout (6 x consumerTimeout + batchWindow) must be between 180 and 43200 s, got 179 s',
    ],
    [
      { consumerTimeout: seconds(30), batchWindow: seconds(10), visibilityTimeout: seconds(189) },
      'must be between 190 and 43200 s, got 189 s',
    ],
    [{ visibilityTimeout: seconds(43_201) }, 'must be between 180 and 43200 s, got 43201 s'],
    [{ consumerTimeout: seconds(0) }, 'consumerTimeout must be between 1 and 900 s, got 0 s'],
    [{ consumerTimeout: seconds(901) }, 'consumerTimeout must be between 1 and 900 s, got 901 s'],
    [{ batchWindow: seconds(301) }, 'batchWindow must be between 0 and 300 s, got 301 s'],
    [{ retention: seconds(59) }, 'retention must be between 60 and 1209600 s, got 59 s'],
    [{ retention: seconds(1_209_601) }, 'retention must be between 60 and 1209600 s, got 1209601 s'],
    [{ receiveWait: seconds(21) }, 'receiveWait must be between 0 and 20 s, got 21 s'],
    [{ deadLetter: DeadLetter.create({ maxReceiveCount: 0 }) }, 'maxReceiveCount must be between 1 and 1000, got 0'],
    [
      { deadLetter: DeadLetter.create({ maxReceiveCount: 1001 }) },
      'maxReceiveCount must be between 1 and 1000, got 1001',
    ],
    [
      { retention: Duration.days(4), deadLetter: DeadLetter.create({ retention: Duration.days(4) }) },
      "retention of the dead letters must exceed the queue's 345600 s, got 345600 s",
    ],
    [
      { retention: Duration.days(14) },
      "retention of the dead letters must exceed the queue's 1209600 s, got 1209600 s",
    ],
    [{ fifo: true, batchWindow: seconds(1) }, 'batchWindow of a FIFO queue must be 0 s, got 1 s'],
    [{ highThroughput: true }, 'highThroughput must be left out of a standard queue, got true'],
    [{ deduplicateByContent: true }, 'deduplicateByContent must be left out of a standard queue, got true'],
    [{ fifo: true, queueName: 'orders' }, 'queueName must end in ".fifo", got "orders"'],
    [{ queueName: 'orders.fifo' }, 'queueName must not end in ".fifo", got "orders.fifo"'],
    [{ deadLetter: DeadLetter.none(' ') }, 'a queue without a dead letter must say why, got an empty reason'],
  ])('fail with value and limit: %#', (props, message) => {
    expect(() => create(props)).toThrow(message);
  });

  it('fail when a FIFO queue gets a standard dead letter', () => {
    const stack = createStack();
    const deadLetter = DeadLetter.use(new Queue(stack, 'Old'));

    expect(() => new EventQueue(stack, 'Orders', { fifo: true, deadLetter })).toThrow(
      'the dead letter of a FIFO queue must be a FIFO queue, got standard queue "Test/Old"',
    );
  });

  it('fail when a standard queue gets a FIFO dead letter', () => {
    const stack = createStack();
    const deadLetter = DeadLetter.use(new Queue(stack, 'Old', { fifo: true }));

    expect(() => new EventQueue(stack, 'Orders', { deadLetter })).toThrow(
      'the dead letter of a standard queue must be a standard queue, got FIFO queue "Test/Old"',
    );
  });

  it('fail with all faults together', () => {
    const props = { consumerTimeout: seconds(0), receiveWait: seconds(21), retention: seconds(59) };

    expect(() => create(props)).toThrow(/found 3 fault\(s\):\n- consumerTimeout.*\n- retention.*\n- receiveWait/);
  });
});

function roleIn(queue: EventQueue): Role {
  return new Role(queue, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}
