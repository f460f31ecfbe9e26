import type { BrokerConsumerName } from '../../../localstack/embedded/embedded-broker-consumers.ts';
import { consumeQueue } from '../stage/consume-queue.ts';
import { type Part, several } from '../stage/run-to-end.ts';
import { consumerOf } from './consumer-of.ts';
import { newsConsumers, newsDefinition } from './news-definition.ts';
import type { NewsWorld } from './news-world.ts';
import { readSource } from './read-source.ts';
import { operateBrokers } from './roles/operate-brokers.ts';
import { tellNews } from './roles/tell-news.ts';

const names = Object.keys(newsConsumers) as readonly BrokerConsumerName[];

/** Who tells, who passes on, who reads, and who helps. */
export function castOfNews(world: NewsWorld): readonly Part[] {
  return [
    { name: 'teller', role: 'teller', play: (process) => tellNews(world, process) },
    ...(world.scenario.defects.length === 0 ? [] : several('operator', (process) => operateBrokers(world, process))),
    ...names.flatMap((name) => several(name, playOf(world, name))),
  ];
}

function playOf(world: NewsWorld, name: BrokerConsumerName): Part['play'] {
  const { source, timeoutSeconds } = newsConsumers[name];
  return source in newsDefinition.queues
    ? (process) => consumeQueue(world, process, { consumer: consumerOf(world, process, name), source, timeoutSeconds })
    : (process) => readSource(world, process, name);
}
