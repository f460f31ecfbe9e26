import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KafkaSend } from './kafka-send.ts';
import { sendFailure } from './send-failure.ts';

/** What finding out works with. */
export interface TopicPartitionsDependencies {
  readonly send: Pick<KafkaSend, 'partitionsOf'>;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly partitionsOf?: (topic: string) => number | undefined;
}

/** How many partitions topics have, asked once a topic and process: a key stays where it is while this one runs. */
export interface TopicPartitions {
  /** The number, or why nothing may be sent to the topic; never rejects. `deadline` in milliseconds since the epoch. */
  count(topic: string, deadline: number): Promise<number | string>;
}

/** Knows no topic yet. */
export function createTopicPartitions(dependencies: TopicPartitionsDependencies): TopicPartitions {
  const known = new Map<string, Promise<number | string>>();
  return {
    count: async (topic, deadline) => {
      const asked = known.get(topic) ?? ask(dependencies, topic, deadline);
      known.set(topic, asked);
      const found = await asked;
      if (typeof found === 'string') {
        known.delete(topic);
        return found;
      }
      const expected = dependencies.partitionsOf?.(topic) ?? found;
      return expected === found
        ? found
        : `topic "${topic}" must have ${expected} partitions, found ${found}: keys would move and lose their order`;
    },
  };
}

async function ask(
  { send, clock, backoff }: TopicPartitionsDependencies,
  topic: string,
  deadline: number,
): Promise<number | string> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send.partitionsOf(topic).catch(sendFailure);
    if (typeof answer === 'number' && answer > 0) {
      return answer;
    }
    const hopeless = typeof answer !== 'number' && !answer.retryable;
    if (hopeless || clock.now() >= deadline) {
      return `topic "${topic}" must be known to the brokers, got ${typeof answer === 'number' ? 'no partition' : answer.reason}`;
    }
    await backoff.wait(attempt);
  }
}
