import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { consumer } from '../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../lambdas/contracts/definition/relay.ts';
import { OrderPlaced, PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { schedules } from '../../../lambdas/contracts/definition/schedules.ts';
import { timerHomesOf } from '../../../lambdas/contracts/definition/timed-sagas.ts';
import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';
import { coreOrders as orders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { onlyResource } from '../synth.ts';
import { logicalIds, outputNames, scrubbed, stacksOf } from './orders-stacks.ts';

const entry = 'lambdas/place-order/handler.ts';

describe('MessagingStack', () => {
  it('keeps the logical ids of topics and queues, whose change would lose messages', () => {
    expect(logicalIds(stacksOf().messaging, 'AWS::SNS::Topic', 'AWS::SQS::Queue')).toEqual([
      'QueueFulfilmentDeadLetterQueue094AEA35',
      'QueueFulfilmentQueue49457906',
      'QueueInventoryDeadLetterQueue0D341AE8',
      'QueueInventoryQueue92D4A934',
      'QueueNotificationsDeadLetterQueueEC3FE58C',
      'QueueNotificationsQueue21521603',
      'QueueNotificationsUndeliveredFromTopicOrderEventsQueueDCE4F6A5',
      'QueueOrdersDeadLetterQueue847B1FDD',
      'QueueOrdersQueue8221DF99',
      'QueuePaymentsDeadLetterQueueE46B61F0',
      'QueuePaymentsQueueA9D46DEC',
      'QueueRefundsDeadLetterQueue063616BF',
      'QueueRefundsQueueBD55E502',
      'QueueReturnsDeadLetterQueueE833A3E3',
      'QueueReturnsQueue50D9B3CF',
      'QueueShippingDeadLetterQueue6B10A239',
      'QueueShippingQueueF8466B2E',
      'TopicOrderEventsTopic51221C3C',
    ]);
  });

  it('shows every topic, queue and dead letter', () => {
    expect(outputNames(stacksOf().messaging)).toEqual([
      'DeadLetterFulfilmentUrl',
      'DeadLetterInventoryUrl',
      'DeadLetterNotificationsUrl',
      'DeadLetterOrdersUrl',
      'DeadLetterPaymentsUrl',
      'DeadLetterRefundsUrl',
      'DeadLetterReturnsUrl',
      'DeadLetterShippingUrl',
      'QueueFulfilmentUrl',
      'QueueInventoryUrl',
      'QueueNotificationsUrl',
      'QueueOrdersUrl',
      'QueuePaymentsUrl',
      'QueueRefundsUrl',
      'QueueReturnsUrl',
      'QueueShippingUrl',
      'TopicOrderEventsArn',
      'UndeliveredOrderEventsToNotificationsUrl',
    ]);
  });

  it('subscribes each queue to the types it takes', () => {
    const template = Template.fromStack(stacksOf().messaging);

    template.resourceCountIs('AWS::SNS::Subscription', 3);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicy: { type: ['order.placed', 'order.cancel-requested'] },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicy: { type: ['order.confirmed', 'order.rejected', 'order.returned'] },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicy: { type: ['order.confirmed', 'order.rejected'] },
    });
  });

  it('failure mode 1: hides a message for six times the timeout of its consumer, in every queue', () => {
    const { messaging } = stacksOf();
    const timeouts = Object.values(orders.consumers).map(({ source, timeoutSeconds }) => [source, timeoutSeconds]);
    const hidden = Object.entries(messaging.queues).map(([name, { visibilityTimeout }]) => [
      name,
      visibilityTimeout.toSeconds() / 6,
    ]);

    expect(Object.fromEntries(hidden)).toEqual(Object.fromEntries(timeouts));
  });

  it('failure mode 5: keeps every dead letter longer than the queue that it comes from keeps a message', () => {
    const queues = Template.fromStack(stacksOf().messaging).findResources('AWS::SQS::Queue') as Record<string, Kept>;
    const kept = (id: string): number => queues[id]?.Properties.MessageRetentionPeriod ?? Number.NaN;
    const pairs = Object.entries(queues).flatMap(([id, { Properties }]) => {
      const [deadLetterId] = Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'] ?? [];
      return deadLetterId === undefined ? [] : [{ queue: kept(id), deadLetters: kept(deadLetterId) }];
    });

    expect(pairs).toHaveLength(Object.keys(orders.queues).length);
    expect(pairs.filter(({ queue, deadLetters }) => !(deadLetters > queue))).toEqual([]);
  });

  it('failure mode 82: filters by type and not by version, so that a version newer than its consumer is not lost', () => {
    const { messaging } = stacksOf();
    const subscriptions = Template.fromStack(messaging).findResources('AWS::SNS::Subscription') as Record<
      string,
      { readonly Properties: { readonly FilterPolicy: Readonly<Record<string, unknown>> } }
    >;

    for (const { Properties } of Object.values(subscriptions)) {
      expect(Object.keys(Properties.FilterPolicy)).toEqual(['type']);
    }
  });

  it('hides a message for six times the timeout of the slowest consumer there can be', () => {
    const { messaging } = stacksOf(environmentNamed('dev'), slowPipeline(deadLetter()));

    expect(messaging.queues['slow']?.visibilityTimeout.toSeconds()).toBe(5400);
  });

  it('leaves out the dead letter of a queue that gives a reason for having none', () => {
    const { messaging } = stacksOf(environmentNamed('dev'), slowPipeline(noDeadLetter('a live feed')));

    expect(outputNames(messaging)).toEqual(['QueueSlowUrl']);
    expect(logicalIds(messaging, 'AWS::SQS::Queue')).toHaveLength(1);
  });

  it('raises no alarm where the environment turns them off, and tells its topic where it names one', () => {
    const dev = environmentNamed('dev');
    const off = stacksOf({ ...dev, alarms: { kind: 'off', reason: 'nobody would look' } });
    const topicArn = 'arn:aws:sns:eu-west-1:111111111111:alarms';
    const told = stacksOf({ ...dev, alarms: { ...dev.alarms, topicArn } as typeof dev.alarms });

    Template.fromStack(off.messaging).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    Template.fromStack(told.messaging).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topicArn] });
  });

  it('failure mode 7: lets a topic take the bytes of its definition, and says nothing where they are the default', () => {
    const maximumOf = (maxMessageBytes: number): unknown => {
      const { orderEvents } = orders.topics;
      const definition = { ...orders, topics: { orderEvents: { ...orderEvents, maxMessageBytes } } };
      return onlyResource(Template.fromStack(stacksOf(undefined, definition).messaging), 'AWS::SNS::Topic')[
        'MaximumMessageSize'
      ];
    };

    expect([262_144, 1_048_576, 1024].map(maximumOf)).toEqual([undefined, 1_048_576, 1024]);
  });

  it('has schedules where the pipeline has, for the queues of sagas alone, which then de-duplicate by content', () => {
    const template = Template.fromStack(stacksOf(undefined, { ...orders, schedules: schedules() }).messaging);
    const queues = Object.entries(
      template.findResources('AWS::SQS::Queue', {
        Properties: { ContentBasedDeduplication: true },
      }),
    );

    template.resourceCountIs('AWS::Scheduler::ScheduleGroup', 1);
    expect(queues.map(([id]) => id).sort()).toEqual(
      timerHomesOf(orders)
        .map(({ name }) => expect.stringMatching(new RegExp(`^Queue${pascalCase(name)}Queue`)))
        .sort(),
    );
    Template.fromStack(stacksOf().messaging).resourceCountIs('AWS::Scheduler::ScheduleGroup', 0);
  });

  it('is as it was', () => {
    expect(scrubbed(stacksOf().messaging)).toMatchSnapshot();
  });
});

interface Kept {
  readonly Properties: {
    readonly MessageRetentionPeriod: number;
    readonly RedrivePolicy?: { readonly deadLetterTargetArn: { readonly 'Fn::GetAtt': readonly [string, 'Arn'] } };
  };
}

function slowPipeline(deadLetterOfQueue: ReturnType<typeof deadLetter>): ReturnType<typeof pipeline> {
  return pipeline('slow', {
    topics: {},
    queues: { slow: queue({ accepts: [PlaceOrder, OrderPlaced], deadLetter: deadLetterOfQueue }) },
    consumers: { slow: consumer({ entry, source: 'slow', handles: [PlaceOrder, OrderPlaced], timeoutSeconds: 900 }) },
    relay: relay({ entry }),
  });
}
