import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  CfnTopic,
  FifoThroughputScope,
  type ITopic,
  type Subscription,
  SubscriptionFilter,
  Topic,
  type TopicProps,
  TracingConfig,
} from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { messageLimits } from '../../../lambdas/contracts/message-limits.ts';
import { refuseFaults } from '../checks/refuse-faults.ts';
import { withDefaults } from '../with-defaults.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { EventQueue } from './event-queue.ts';
import { eventTopicChecks, subscriptionChecks } from './event-topic-checks.ts';
import type { EventTopicProps } from './event-topic-props.ts';
import type { SubscribeOptions } from './subscribe-options.ts';

/** What `EventTopic` uses when nothing else is said. */
export const eventTopicDefaults = { fifo: false, highThroughput: true, tracing: true } as const;

/** What a subscription does when nothing else is said. */
export const subscribeDefaults = { rawMessageDelivery: true } as const;

/** The message attribute by which subscriptions filter: every publisher must set it to the event type's name. */
export const typeAttribute = 'type';

/** A subscription and the queue that takes what it could not deliver. */
export interface QueueSubscription {
  readonly subscription: Subscription;
  readonly undelivered: IQueue;
}

/** A topic for events: TLS only, traced, and filtered by event type for each queue that subscribes. */
export class EventTopic extends Construct {
  /** An existing topic, to publish to. */
  static fromTopicArn(scope: Construct, id: string, topicArn: string): ITopic {
    return Topic.fromTopicArn(scope, id, topicArn);
  }

  readonly topic: Topic;
  readonly fifo: boolean;
  /** Whether it takes messages over 256 KiB; then only SQS, Lambda and Firehose can subscribe, at most 100 of them. */
  readonly large: boolean;
  private readonly subscribed = new Set<EventQueue>();

  /** @throws ConstructError with every setting that cannot work. */
  constructor(scope: Construct, id: string, props: EventTopicProps = {}) {
    super(scope, id);
    refuseFaults(this, eventTopicChecks(props));
    this.fifo = props.fifo ?? eventTopicDefaults.fifo;
    this.large = (props.maxMessageSizeBytes ?? messageLimits.topicBytes) > messageLimits.topicBytes;
    this.topic = new Topic(this, 'Topic', { ...topicSettings(props), ...props.overrides });
    const resource = this.topic.node.defaultChild;
    if (props.maxMessageSizeBytes !== undefined && resource instanceof CfnTopic) {
      resource.maximumMessageSize = props.maxMessageSizeBytes;
    }
  }

  /**
   * Lets a queue take events from this topic.
   *
   * @throws ConstructError with every setting that cannot work.
   */
  subscribe(queue: EventQueue, options: SubscribeOptions = {}): QueueSubscription {
    refuseFaults(queue, subscriptionChecks(this, queue, options));
    this.subscribed.add(queue);
    const { types, rawMessageDelivery = subscribeDefaults.rawMessageDelivery } = options;
    const undelivered = options.undelivered ?? this.undeliveredOf(queue, options);
    const filter = SubscriptionFilter.stringFilter({ allowlist: [...(types ?? [])] });
    const subscription = this.topic.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery,
        deadLetterQueue: undelivered,
        filterPolicy: types && { [typeAttribute]: filter },
        ...options.overrides,
      }),
    );
    return { subscription, undelivered };
  }

  /** Queues that subscribe to it so far. */
  get subscribers(): number {
    return this.subscribed.size;
  }

  /** Lets `grantee` publish (and use the topic's key), and nothing else. */
  grantPublish(grantee: IGrantable): Grant {
    this.topic.masterKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
    return Grant.addToPrincipal({
      grantee,
      actions: ['sns:Publish'],
      resourceArns: [this.topic.topicArn],
    });
  }

  /** Deliveries that failed for good in each minute; each is in a queue of undelivered messages. */
  metricFailed(): Metric {
    return this.topic.metricNumberOfNotificationsFailed({ period: Duration.minutes(1) });
  }

  // Among the queue's own dead letters a redrive brings an undelivered message where it should have gone.
  private undeliveredOf(queue: EventQueue, { alarms }: SubscribeOptions): IQueue {
    if (queue.deadLetterQueue?.fifo === this.fifo) {
      return queue.deadLetterQueue;
    }
    const encryptionKey = queue.queue.encryptionMasterKey;
    return new DeadLetterQueue(queue, `UndeliveredFrom${this.node.id}`, {
      fifo: this.fifo,
      encryptionKey,
      alarms,
    }).queue;
  }
}

function topicSettings(props: EventTopicProps): TopicProps {
  const { fifo, tracing, highThroughput, topicName, encryptionKey, archive } = withDefaults(props, eventTopicDefaults);
  return {
    fifo: fifo || undefined,
    fifoThroughputScope: fifo && highThroughput ? FifoThroughputScope.MESSAGE_GROUP : undefined,
    topicName,
    masterKey: encryptionKey,
    messageRetentionPeriodInDays: archive?.toDays(),
    tracingConfig: tracing ? TracingConfig.ACTIVE : TracingConfig.PASS_THROUGH,
    enforceSSL: true,
  };
}
