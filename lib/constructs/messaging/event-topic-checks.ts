import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { messageLimits } from '../../../lambdas/contracts/message-limits.ts';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { fifoNameCheck, kindOf } from '../checks/fifo-name-check.ts';
import type { EventQueue } from './event-queue.ts';
import type { EventTopicProps } from './event-topic-props.ts';
import type { SubscribeOptions } from './subscribe-options.ts';

const secondsADay = 86_400;
const [leastBytes, mostBytes] = messageLimits.topicBytesRange;

/**
 * The table of checks of an `EventTopic`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
 */
export function eventTopicChecks(props: EventTopicProps): readonly Check[] {
  const fifo = props.fifo ?? false;
  const archiveSeconds = secondsOf(props.archive);
  return [
    fifoNameCheck('topicName', props.topicName, fifo),
    {
      holds: fifo || props.archive === undefined,
      must: 'archive must be left out of a standard topic',
      got: `${archiveSeconds ?? 0} s`,
      remedy: 'set fifo: only FIFO topics keep an archive',
    },
    within({
      what: 'archive',
      value: archiveSeconds === undefined ? undefined : archiveSeconds / secondsADay,
      least: 1,
      most: 365,
      unit: 'd',
      remedy: 'choose 1 to 365 days',
    }),
    within({
      what: 'maxMessageSizeBytes',
      value: props.maxMessageSizeBytes,
      least: leastBytes,
      most: mostBytes,
      unit: 'bytes',
      remedy: 'choose 1 KiB to 1 MiB',
    }),
  ];
}

/** What the checks see of a topic. */
export interface SubscribedTopic {
  readonly fifo: boolean;
  readonly topic: Topic;
  /** Whether it takes messages over 256 KiB. */
  readonly large: boolean;
  /** Queues that subscribe to it already. */
  readonly subscribers: number;
}

/** The table of checks of one subscription. */
export function subscriptionChecks(
  topic: SubscribedTopic,
  queue: EventQueue,
  { types, undelivered, rawMessageDelivery }: SubscribeOptions,
): readonly Check[] {
  return [
    {
      holds: topic.fifo || !queue.fifo,
      must: `a FIFO queue must subscribe to a FIFO topic ("${queue.node.path}")`,
      got: `standard topic "${topic.topic.node.path}"`,
      remedy: 'make the topic FIFO, or the queue standard',
    },
    within({
      what: 'number of event types in the filter',
      value: types?.length,
      least: 1,
      most: 150,
      remedy: 'name 1 to 150 types, or leave types out to receive all',
    }),
    {
      holds: undelivered === undefined || undelivered.fifo === topic.fifo,
      must: `what a ${kindOf(topic.fifo)} topic cannot deliver must go to a queue of that kind`,
      got: `"${undelivered?.node.path ?? ''}"`,
      remedy: 'leave undelivered out, or use a queue of the topic’s kind',
    },
    keyCheck(topic.topic.masterKey, queue.queue.encryptionMasterKey),
    ...(topic.large ? largeTopicChecks(topic, rawMessageDelivery) : []),
  ];
}

/** Source: https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html */
function largeTopicChecks({ subscribers }: SubscribedTopic, rawMessageDelivery: boolean | undefined): readonly Check[] {
  return [
    within({
      what: 'number of subscriptions to a topic that takes more than 256 KiB',
      value: subscribers + 1,
      most: messageLimits.largeTopicSubscriptions,
      remedy: 'leave maxMessageSizeBytes out, or keep large bodies elsewhere and send where they are',
    }),
    {
      holds: rawMessageDelivery !== false,
      must: 'a topic that takes more than 256 KiB must deliver raw',
      got: 'rawMessageDelivery false',
      remedy:
        'leave it out: in an SNS envelope the largest messages do not fit into a queue and could not be delivered',
    },
  ];
}

function keyCheck(topicKey: IKey | undefined, queueKey: IKey | undefined): Check {
  return {
    holds: topicKey === undefined || topicKey !== queueKey,
    must: 'topic and queue must not share an encryption key',
    got: `"${topicKey?.node.path ?? ''}" for both`,
    remedy: 'give each its own key: one key names the topic in its policy and the topic names the key',
  };
}
