import type { Process } from '../../schedule/process.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import type { NewsWorld } from '../news-world.ts';

/** Tells everything until the topic has taken it; a new process begins again with what is not known to be taken. */
export async function tellNews(world: NewsWorld, process: Process): Promise<void> {
  const { progress, told } = world;
  const publisher = publisherOf(world, process);
  for (let next = told[progress.sent]; next !== undefined; next = told[progress.sent]) {
    const { failed } = await publisher.publish([next]);
    progress.sent += failed.length === 0 ? 1 : 0;
  }
}
