import type { SqsSubscriptionProps } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { QueueAlarms } from './queue-alarms.ts';

/** How a queue takes from a topic. */
export interface SubscribeOptions {
  /** Names of the event types it takes, 1 to 150: the message attribute `type` must equal one. @default - all */
  readonly types?: readonly string[];
  /** The message as it was published, without SNS's own envelope. @default true */
  readonly rawMessageDelivery?: boolean;
  /**
   * Takes what SNS could not deliver, which is lost otherwise; must be of the topic's kind.
   *
   * @default - the queue's dead letter where that is of the topic's kind, else a queue made for it
   */
  readonly undelivered?: IQueue;
  /** For the queue of undelivered messages, where one is made. @default - alarms are on and tell nobody */
  readonly alarms?: QueueAlarms;
  /** Applied last, over everything above; the checks do not see it. @default - none */
  readonly overrides?: Partial<SqsSubscriptionProps>;
}
