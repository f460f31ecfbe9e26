import type { Simulated } from '../simulated.ts';
import { newsMutants } from './mutants/news-mutants.ts';
import type { NewsMutation } from './mutants/news-mutation.ts';
import { newsBreaches } from './news-breaches.ts';
import { runNews } from './run-news.ts';
import { type NewsScenario, randomNews } from './scenario.ts';

/** What is told over Kafka, Redis, RabbitMQ and NATS: bridges, readers, their dead letters and the operators. */
export const brokersWorld: Simulated<NewsScenario, NewsMutation> = {
  name: 'brokers',
  draw: randomNews,
  async play(options) {
    const outcome = await runNews(options);
    return { scheduler: outcome.scheduler, breaches: newsBreaches(outcome) };
  },
  sound: {},
  mutants: newsMutants,
};
