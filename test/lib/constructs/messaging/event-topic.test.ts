import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { DeadLetter } from '../../../../lib/constructs/messaging/dead-letter.ts';
import { EventQueue } from '../../../../lib/constructs/messaging/event-queue.ts';
import type { EventQueueProps } from '../../../../lib/constructs/messaging/event-queue-props.ts';
import { QueueAlarms } from '../../../../lib/constructs/messaging/queue-alarms.ts';
import {
  EventTopic,
  eventTopicDefaults,
  subscribeDefaults,
  typeAttribute,
} from '../../../../lib/constructs/messaging/event-topic.ts';
import type { EventTopicProps } from '../../../../lib/constructs/messaging/event-topic-props.ts';
import type { SubscribeOptions } from '../../../../lib/constructs/messaging/subscribe-options.ts';
import { createStack, onlyResource, statementsOf, templateOf } from '../../synth.ts';

const topicId = 'EventsTopic97220A64';
const queueId = 'OrdersQueueC538DD4C';
const deadLetterId = 'OrdersDeadLetterQueue85C6F59B';
const create = (props?: EventTopicProps): EventTopic => new EventTopic(createStack(), 'Events', props);
const templateWith = (props?: EventTopicProps): Template => Template.fromStack(create(props).node.scope as Stack);

interface Subscribed {
  readonly topic?: EventTopicProps;
  readonly queue?: EventQueueProps;
  readonly options?: SubscribeOptions;
}

function subscribe(stack: Stack, { topic, queue, options }: Subscribed = {}): ReturnType<EventTopic['subscribe']> {
  return new EventTopic(stack, 'Events', topic).subscribe(new EventQueue(stack, 'Orders', queue), options);
}

function subscribeMany(maxMessageSizeBytes: number | undefined, count: number): EventTopic {
  const stack = createStack();
  const topic = new EventTopic(stack, 'Events', { maxMessageSizeBytes });
  const alarms = QueueAlarms.off('a test');
  for (let index = 0; index < count; index += 1) {
    topic.subscribe(new EventQueue(stack, `Queue${index}`, { alarms }), {});
  }
  return topic;
}

const subscribed = (settings?: Subscribed): Template =>
  templateOf((stack) => {
    subscribe(stack, settings);
  });

describe('EventTopic', () => {
  it('has the documented defaults', () => {
    expect(eventTopicDefaults).toEqual({ fifo: false, highThroughput: true, tracing: true });
    expect(subscribeDefaults).toEqual({ rawMessageDelivery: true });
    expect(typeAttribute).toBe('type');
  });

  it('is a traced standard topic', () => {
    expect(onlyResource(templateWith(), 'AWS::SNS::Topic')).toEqual({ TracingConfig: 'Active' });
  });

  it('is a FIFO topic with limits per message group', () => {
    expect(onlyResource(templateWith({ fifo: true }), 'AWS::SNS::Topic')).toEqual({
      FifoTopic: true,
      FifoThroughputScope: 'MessageGroup',
      TopicName: expect.stringMatching(/\.fifo$/),
      TracingConfig: 'Active',
    });
  });

  it('renders archive, size, tracing and limits as told', () => {
    const template = templateWith({
      fifo: true,
      highThroughput: false,
      archive: Duration.days(30),
      maxMessageSizeBytes: 1_048_576,
      tracing: false,
      topicName: 'events.fifo',
    });

    expect(onlyResource(template, 'AWS::SNS::Topic')).toEqual({
      ArchivePolicy: { MessageRetentionPeriod: 30 },
      FifoTopic: true,
      MaximumMessageSize: 1_048_576,
      TopicName: 'events.fifo',
      TracingConfig: 'PassThrough',
    });
  });

  it('refuses to publish without TLS', () => {
    expect(statementsOf(templateWith(), 'AWS::SNS::TopicPolicy')).toEqual([
      {
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Effect: 'Deny',
        Principal: '*',
        Resource: { Ref: topicId },
        Sid: 'AllowPublishThroughSSLOnly',
      },
    ]);
  });

  it('lets a grantee publish and nothing else', () => {
    const template = templateOf((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      new EventTopic(stack, 'Events').grantPublish(role);
    });

    expect(statementsOf(template)).toEqual([{ Action: 'sns:Publish', Effect: 'Allow', Resource: { Ref: topicId } }]);
  });

  it('applies overrides last', () => {
    const template = templateWith({ overrides: { displayName: 'Events' } });

    expect(onlyResource(template, 'AWS::SNS::Topic')).toMatchObject({ DisplayName: 'Events' });
  });

  it('measures failed deliveries', () => {
    expect(create().metricFailed()).toMatchObject({ metricName: 'NumberOfNotificationsFailed' });
  });

  it('stands for an existing topic by its ARN', () => {
    const arn = 'arn:aws:sns:eu-west-1:111111111111:events';

    expect(EventTopic.fromTopicArn(createStack(), 'Events', arn).topicArn).toBe(arn);
  });

  it.each<[EventTopicProps]>([
    [{ maxMessageSizeBytes: 1024 }],
    [{ maxMessageSizeBytes: 1_048_576 }],
    [{ fifo: true, archive: Duration.days(1) }],
    [{ fifo: true, archive: Duration.days(365) }],
  ])('accepts a setting at its limit: %#', (props) => {
    expect(() => create(props)).not.toThrow();
  });

  it.each<[EventTopicProps, string]>([
    [{ maxMessageSizeBytes: 1023 }, 'maxMessageSizeBytes must be between 1024 and 1048576 bytes, got 1023 bytes'],
    [{ maxMessageSizeBytes: 1_048_577 }, 'must be between 1024 and 1048576 bytes, got 1048577 bytes'],
    [{ fifo: true, archive: Duration.days(0) }, 'archive must be between 1 and 365 d, got 0 d'],
    [{ fifo: true, archive: Duration.days(366) }, 'archive must be between 1 and 365 d, got 366 d'],
    [{ archive: Duration.days(1) }, 'archive must be left out of a standard topic, got 86400 s'],
    [{ fifo: true, topicName: 'events' }, 'topicName must end in ".fifo", got "events"'],
    [{ topicName: 'events.fifo' }, 'topicName must not end in ".fifo", got "events.fifo"'],
  ])('rejects a setting that cannot work: %#', (props, message) => {
    expect(() => create(props)).toThrow(message);
  });
});

describe('subscribing a queue', () => {
  it('delivers raw, filtered by type, and (failure mode 8) keeps the undelivered among the dead letters', () => {
    const template = subscribed({ options: { types: ['order.placed', 'order.rejected'] } });

    expect(onlyResource(template, 'AWS::SNS::Subscription')).toEqual({
      Endpoint: { 'Fn::GetAtt': [queueId, 'Arn'] },
      FilterPolicy: { type: ['order.placed', 'order.rejected'] },
      Protocol: 'sqs',
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterId, 'Arn'] } },
      TopicArn: { Ref: topicId },
    });
  });

  it('takes every type when none is named', () => {
    expect(onlyResource(subscribed(), 'AWS::SNS::Subscription')).not.toHaveProperty('FilterPolicy');
  });

  it('lets that topic alone send to the queue and to its dead letter', () => {
    const statements = statementsOf(subscribed(), 'AWS::SQS::QueuePolicy');
    const send = (id: string): unknown => ({
      Action: 'sqs:SendMessage',
      Condition: { ArnEquals: { 'aws:SourceArn': { Ref: topicId } } },
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: { 'Fn::GetAtt': [id, 'Arn'] },
    });

    expect(statements.filter((statement) => JSON.stringify(statement).includes('Allow'))).toEqual([
      send(deadLetterId),
      send(queueId),
    ]);
  });

  it('gives a standard queue behind a FIFO topic a FIFO queue for what is undelivered', () => {
    const template = subscribed({ topic: { fifo: true } });
    const undelivered = 'OrdersUndeliveredFromEventsQueueA9BB3BCD';

    expect(onlyResource(template, 'AWS::SNS::Subscription')).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [undelivered, 'Arn'] } },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { FifoQueue: true, MessageRetentionPeriod: 1_209_600 });
    template.resourceCountIs('AWS::SQS::Queue', 3);
  });

  it('makes a queue for the undelivered where the queue has no dead letter', () => {
    subscribed({ queue: { deadLetter: DeadLetter.none('a test') } }).resourceCountIs('AWS::SQS::Queue', 2);
  });

  it('uses the queue it is given for the undelivered', () => {
    const stack = createStack();
    const undelivered = new Queue(stack, 'Undelivered');

    expect(subscribe(stack, { options: { undelivered } }).undelivered).toBe(undelivered);
  });

  it('applies overrides last', () => {
    const template = subscribed({ options: { overrides: { rawMessageDelivery: false } } });

    expect(onlyResource(template, 'AWS::SNS::Subscription')).toMatchObject({ RawMessageDelivery: false });
  });

  it('fails for a standard topic and a FIFO queue', () => {
    expect(() => subscribed({ queue: { fifo: true } })).toThrow(
      'a FIFO queue must subscribe to a FIFO topic ("Test/Orders"), got standard topic "Test/Events/Topic": make the topic FIFO, or the queue standard',
    );
  });

  it.each([
    [0, false],
    [1, true],
    [150, true],
    [151, false],
  ])('decides a filter of %d types as %s', (count, accepted) => {
    const types = Array.from({ length: count }, (_, index) => `type.${index}`);
    const attempt = (): unknown => subscribed({ options: { types } });

    if (accepted) {
      expect(attempt).not.toThrow();
    } else {
      expect(attempt).toThrow(`number of event types in the filter must be between 1 and 150, got ${count}`);
    }
  });

  it('fails when the undelivered of a FIFO topic would go to a standard queue', () => {
    const stack = createStack();
    const undelivered = new Queue(stack, 'Undelivered');

    expect(() => subscribe(stack, { topic: { fifo: true }, options: { undelivered } })).toThrow(
      'what a FIFO topic cannot deliver must go to a queue of that kind, got "Test/Undelivered"',
    );
  });

  it.each([
    [262_144, 101],
    [262_145, 100],
    [undefined, 101],
  ])('lets a topic of %s bytes have %i subscriptions', (maxMessageSizeBytes, count) => {
    expect(subscribeMany(maxMessageSizeBytes, count).subscribers).toBe(count);
  });

  it('failure mode 7: fails at the 101st subscription to a topic of large messages', () => {
    expect(() => subscribeMany(262_145, 101)).toThrow(
      'number of subscriptions to a topic that takes more than 256 KiB must be at most 100, got 101',
    );
  });

  it('failure mode 7: fails when large messages would not be delivered raw', () => {
    const options = { rawMessageDelivery: false };

    expect(() => subscribed({ topic: { maxMessageSizeBytes: 262_145 }, options })).toThrow(
      'a topic that takes more than 256 KiB must deliver raw, got rawMessageDelivery false',
    );
    expect(() => subscribed({ topic: { maxMessageSizeBytes: 262_144 }, options })).not.toThrow();
  });

  it('fails when topic and queue share a key, which would be a circular dependency', () => {
    const stack = createStack();
    const encryptionKey = new Key(stack, 'Key');

    expect(() => subscribe(stack, { topic: { encryptionKey }, queue: { encryptionKey } })).toThrow(
      'topic and queue must not share an encryption key, got "Test/Key" for both',
    );
  });
});
