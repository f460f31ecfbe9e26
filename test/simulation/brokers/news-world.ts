import { type MemoryBrokers, createMemoryBrokers } from '../../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import { type Bell, createBell } from '../stage/bell.ts';
import type { Defect } from '../stage/defect.ts';
import { type Stage, type StageOptions, createStage } from '../stage/stage.ts';
import type { NewsMutation } from './mutants/news-mutation.ts';
import { newsConsumers, newsDefinition } from './news-definition.ts';
import { newsOf } from './news-of.ts';
import type { NewsScenario } from './scenario.ts';
import { type Sessions, createSessions } from './sessions.ts';

/** What a run of news is made of. */
export interface NewsOptions extends StageOptions {
  readonly scenario: NewsScenario;
  readonly mutation: NewsMutation;
}

/** Everything of the news that outlives the death of a process. */
export interface NewsWorld extends Stage {
  readonly scenario: NewsScenario;
  readonly mutation: NewsMutation;
  readonly brokers: MemoryBrokers;
  readonly sessions: Sessions;
  /** What is told, in this order. */
  readonly told: readonly OutgoingMessage[];
  /** Calls the operators when only they can help. */
  readonly helpdesk: Bell;
  /** How many of `told` are told, how often operators were called, what is repaired. */
  readonly progress: { sent: number; calls: number; repaired: boolean };
  /** Id of the message that each defect strikes. */
  readonly spoilt: Map<Defect, string>;
}

const readers = Object.entries(newsConsumers).flatMap(([name, { source }]) =>
  source in newsDefinition.queues ? [] : [name],
);

/** Makes a world in which nothing has been told yet. */
export function createNewsWorld(options: NewsOptions): NewsWorld {
  const { scenario, mutation } = options;
  const stage = createStage(newsDefinition, options);
  const { clock, ids, news } = stage;
  const brokers = createMemoryBrokers({ definition: newsDefinition, clock });
  const sessions = createSessions(clock);
  const ring = (): void => {
    news.ring();
  };
  stage.schedules.push(sessions, { dueAt: () => Promise.resolve(brokers.dueAt()), ring });
  stage.elsewhere.push(...readers.map((name) => () => brokers.reading(name).group.ready()));
  return {
    ...{ ...stage, scenario, mutation, brokers, sessions },
    told: newsOf(scenario, createMessageWriter({ ids, clock, source: '/orders/placeOrder' })),
    helpdesk: createBell(),
    progress: { sent: 0, calls: 0, repaired: false },
    spoilt: new Map(),
  };
}
