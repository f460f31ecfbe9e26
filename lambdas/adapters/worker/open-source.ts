import { type ConsumerSource, nounOf } from '../../contracts/definition/source-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { OpenedSource, SourceOpening } from './opened-source.ts';

/**
 * Opens the source of a consumer, whatever broker it is at; only that broker's client is loaded.
 *
 * @throws PipelineError `environment-invalid` for a queue of SQS, which functions read, and for variables that are
 * missing; `source-unavailable` when the broker refuses the login.
 */
export async function openSource(opening: Omit<SourceOpening, 'from'>, from: ConsumerSource): Promise<OpenedSource> {
  switch (from.kind) {
    case 'queue':
      throw new PipelineError(`a worker must read a source at a broker, got ${nounOf(from)}`, {
        code: 'environment-invalid',
      });
    case 'kafka':
      return (await import('./open-kafka-source.ts')).openKafkaSource({ ...opening, from });
    case 'redis':
      return (await import('./open-redis-source.ts')).openRedisSource({ ...opening, from });
    case 'rabbitmq':
      return (await import('./open-rabbit-source.ts')).openRabbitSource({ ...opening, from });
    case 'nats':
      return (await import('./open-nats-source.ts')).openNatsSource({ ...opening, from });
  }
}
