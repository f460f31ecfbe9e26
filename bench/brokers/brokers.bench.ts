import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { type BrokerFigures, compareSides } from './compare-sides.ts';
import { kafkaSides } from './kafka-sides.ts';
import { rabbitMqSides } from './rabbitmq-sides.ts';
import { redisSides } from './redis-sides.ts';

const brokers = { kafka: kafkaSides, rabbitmq: rabbitMqSides, redis: redisSides };

/** Starts each broker in its turn and measures this package on it beside others. */
export async function benchBrokers(progress: (line: string) => void): Promise<readonly BrokerFigures[]> {
  const figures: BrokerFigures[] = [];
  for (const [name, open] of Object.entries(brokers)) {
    await mkdir(join(localDirectory, 'brokers'), { recursive: true });
    const directory = await mkdtemp(join(localDirectory, 'brokers', `bench-${name}-`));
    progress(`starting ${name}`);
    const sides = await open(directory, progress);
    try {
      figures.push(...(await compareSides(sides, progress)));
    } finally {
      await sides.close();
      await rm(directory, { recursive: true, force: true });
    }
  }
  return figures;
}
