import type { BrokerSource, LettersOpening, OpenedLetters } from './opened-letters.ts';

/**
 * Opens the dead letters of a source at a broker; only that broker's client is loaded.
 *
 * @throws PipelineError `environment-invalid` for variables that are missing, `source-unavailable` when the broker
 * refuses the login.
 */
export async function openLetters(opening: Omit<LettersOpening, 'from'>, from: BrokerSource): Promise<OpenedLetters> {
  switch (from.kind) {
    case 'kafka':
      return (await import('./open-kafka-letters.ts')).openKafkaLetters({ ...opening, from });
    case 'redis':
      return (await import('./open-redis-letters.ts')).openRedisLetters({ ...opening, from });
    case 'rabbitmq':
      return (await import('./open-rabbit-letters.ts')).openRabbitLetters({ ...opening, from });
    case 'nats':
      return (await import('./open-nats-letters.ts')).openNatsLetters({ ...opening, from });
  }
}
