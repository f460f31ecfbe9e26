import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { arrivalsOf, type QueueDefinition } from '../../lambdas/contracts/definition/queue.ts';
import { receiveLimits } from '../../lambdas/contracts/definition/receive-limits.ts';
import type { TopicDefinition } from '../../lambdas/contracts/definition/topic.ts';
import { brokerChannels } from './asyncapi-broker-channels.ts';
import { channelId } from './channel-id.ts';
import type { JsonSchema } from './json-schema.ts';
import { messageReferences } from './message-references.ts';

const secondsOfDay = 86_400;

/** Version of the SQS binding, the newest that the parser takes. Source: https://github.com/asyncapi/bindings/blob/master/sqs/README.md */
const sqsBinding = '0.2.0';

/** Version of the SNS binding, the newest that the parser takes. Source: https://github.com/asyncapi/bindings/blob/master/sns/README.md */
export const snsBinding = '0.1.0';

/** The address of a channel: its name in the definition, for the one that it has in AWS is given when it is deployed. */
export function addressOf(name: string, { fifo }: { readonly fifo: boolean }): string {
  return fifo ? `${name}.fifo` : name;
}

/** Everything that messages go through as a channel. */
export function asyncApiChannels(definition: PipelineDefinition): JsonSchema {
  const topics = Object.entries(definition.topics).map(
    ([name, topic]) => [channelId('topic', name), topicOf(name, topic)] as const,
  );
  const queues = Object.entries(definition.queues).map(
    ([name, queue]) => [channelId('queue', name), queueOf(definition, { name, queue })] as const,
  );
  return Object.fromEntries([...topics, ...queues, ...brokerChannels(definition)]);
}

function topicOf(name: string, topic: TopicDefinition): JsonSchema {
  const address = addressOf(name, topic);
  return {
    address,
    title: name,
    description: topic.fifo ? 'SNS topic that keeps the order of each key' : 'SNS topic',
    messages: messageReferences(topic.carries),
    bindings: {
      sns: {
        name: address,
        ordering: { type: topic.fifo ? 'FIFO' : 'standard', contentBasedDeduplication: false },
        bindingVersion: snsBinding,
      },
    },
  };
}

function queueOf(
  definition: PipelineDefinition,
  { name, queue }: { readonly name: string; readonly queue: QueueDefinition },
): JsonSchema {
  return {
    address: addressOf(name, queue),
    title: name,
    description: queue.fifo ? 'SQS queue that keeps the order of each key' : 'SQS queue',
    messages: messageReferences(arrivalsOf(queue)),
    bindings: { sqs: { ...sqsQueues(definition, { name, queue }), bindingVersion: sqsBinding } },
    'x-on-poison': queue.onPoison,
  };
}

function sqsQueues(
  definition: PipelineDefinition,
  { name, queue }: { readonly name: string; readonly queue: QueueDefinition },
): JsonSchema {
  const { deadLetter, fifo, retentionDays } = queue;
  const settings = {
    name: addressOf(name, queue),
    fifoQueue: fifo,
    messageRetentionPeriod: retentionDays * secondsOfDay,
  };
  if (deadLetter.kind === 'none') {
    return { queue: { ...settings, 'x-no-dead-letter-queue': deadLetter.reason } };
  }
  const deadLetters = addressOf(`${name}-dead-letters`, queue);
  return {
    queue: {
      ...settings,
      redrivePolicy: {
        deadLetterQueue: { name: deadLetters },
        maxReceiveCount: receiveLimits(definition, name)?.broker,
      },
    },
    deadLetterQueue: {
      name: deadLetters,
      fifoQueue: fifo,
      messageRetentionPeriod: deadLetter.retentionDays * secondsOfDay,
    },
  };
}
