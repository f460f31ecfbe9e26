import type { PipelineDefinition } from './pipeline-definition.ts';

/** Names of the types that may be sent to a reply address, by the name of its queue. */
export type ReplyAddresses = Readonly<Record<string, readonly string[]>>;

/** What a consumer may send to which reply address: what it publishes and the queue answers. */
export function replyAddresses(definition: PipelineDefinition, consumer: string): ReplyAddresses {
  const { repliesTo = [], publishes = [] } = definition.consumers[consumer] ?? {};
  return Object.fromEntries(
    repliesTo.map((queue) => {
      const answers = definition.queues[queue]?.answers ?? [];
      return [queue, publishes.filter((type) => answers.includes(type)).map(({ name }) => name)];
    }),
  );
}
