import type { ConsumerDefinition } from './consumer.ts';
import { type ConsumerSource, nounOf } from './source-of.ts';

/** Which ways of running a consumer a source has: Lambda reads neither Redis nor NATS, and no worker reads SQS. */
const ways: Readonly<Record<ConsumerSource['kind'], readonly ('entry' | 'worker')[]>> = {
  queue: ['entry'],
  kafka: ['entry', 'worker'],
  rabbitmq: ['entry', 'worker'],
  redis: ['worker'],
  nats: ['worker'],
};

/** What is wrong with how a consumer is run. */
export function runFaults(
  source: ConsumerSource,
  { name, consumer }: { readonly name: string; readonly consumer: ConsumerDefinition },
): readonly string[] {
  const possible = ways[source.kind];
  const impossible = (['entry', 'worker'] as const)
    .filter((way) => consumer[way] !== undefined && !possible.includes(way))
    .map((way) => `consumer "${name}" must have no ${way}, because it reads ${nounOf(source)}`);
  return possible.some((way) => consumer[way] !== undefined)
    ? impossible
    : [...impossible, `consumer "${name}" of ${nounOf(source)} must have ${possible.join(' or ')}, got none`];
}
