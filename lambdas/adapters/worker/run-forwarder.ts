import type { BrokerKind } from '../../contracts/definition/broker-kind.ts';
import { forwardTarget } from '../../contracts/definition/forward-target.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { createForwarder } from '../../core/forward/forwarder.ts';
import type { OpenedForwarding } from '../forward/forwarding.ts';
import { type ForwarderOf, openForwarding } from '../forward/open-forwarding.ts';
import { consumerOf } from '../lambda/consumer-ports.ts';
import { type WorkerHostOptions, createWorkerHost } from './worker-host.ts';

/**
 * Runs a bridge from a source at a broker to what its consumer `forwards` to at a broker, until the process is told to
 * stop.
 *
 * @throws PipelineError as `WorkerHost.run` does.
 */
export async function runForwarder(
  pipeline: PipelineDefinition,
  name: string,
  options: WorkerHostOptions = {},
): Promise<void> {
  const host = createWorkerHost(pipeline, name, { ...options, opensData: false });
  const { handles } = consumerOf(pipeline, name);
  const opened = await openFor({ pipeline, name, environment: options, telemetry: host.telemetry });
  try {
    await host.run(createForwarder({ name, handles, publisher: opened.publisher }));
  } finally {
    await opened.close();
  }
}

/** Loads the client of one broker alone. */
async function openFor(of: ForwarderOf): Promise<OpenedForwarding> {
  switch (kindOf(of)) {
    case 'kafka': {
      const { kafkaForwarding } = await import('../forward/kafka-forwarding.ts');
      const { createPlatformaticSend } = await import('../kafka/platformatic-send.ts');
      return openForwarding(of, kafkaForwarding(createPlatformaticSend));
    }
    case 'redis':
      return openForwarding(of, (await import('../forward/forward-to-redis.ts')).forwardToRedis);
    case 'rabbitmq':
      return openForwarding(of, (await import('../forward/forward-to-rabbit.ts')).forwardToRabbit);
    case 'nats':
      return openForwarding(of, (await import('../forward/forward-to-nats.ts')).forwardToNats);
  }
}

function kindOf({ pipeline, name }: ForwarderOf): BrokerKind {
  const [first = ''] = consumerOf(pipeline, name).forwards;
  const kind = forwardTarget(pipeline, first)?.kind;
  if (kind === undefined) {
    throw new PipelineError(`consumer "${name}" must forward to a broker of this pipeline, got "${first}"`, {
      code: 'environment-invalid',
    });
  }
  return kind;
}
