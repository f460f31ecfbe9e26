import { messageLimits } from '../message-limits.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { between } from './range-fault.ts';
import type { TopicDefinition } from './topic.ts';

/** What is wrong with one topic of a definition. */
export function topicFaults(
  { queues }: PipelineDefinition,
  { name, topic }: { readonly name: string; readonly topic: TopicDefinition },
): readonly string[] {
  const { topicBytes, topicBytesRange, largeTopicSubscriptions: most } = messageLimits;
  const { maxMessageBytes } = topic;
  const faults = between(`topic "${name}": maxMessageBytes`, maxMessageBytes, topicBytesRange);
  const subscribers = Object.values(queues).filter(({ from }) => Object.hasOwn(from, name)).length;
  return maxMessageBytes <= topicBytes || subscribers <= most
    ? faults
    : [
        ...faults,
        `topic "${name}" of up to ${maxMessageBytes} bytes must have at most ${most} subscribers, found ${subscribers}`,
      ];
}
