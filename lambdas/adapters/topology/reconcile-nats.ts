import { type JetStreamManager, JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type NatsDrift, driftText } from '../nats/drift-of.ts';
import { reconcileConsumer } from '../nats/reconcile-consumer.ts';
import { reconcileStream } from '../nats/reconcile-stream.ts';
import type { BrokerReconciliation } from './broker-reconciliation.ts';
import { natsTopologyOf } from './nats-topology-of.ts';

/** Makes the streams of a pipeline and the consumers of its readers as they are defined. Throws what the connection throws. */
export async function reconcileNats(
  definition: Pick<PipelineDefinition, 'name' | 'consumers' | 'nats'>,
  connection: NatsConnection,
): Promise<BrokerReconciliation> {
  const manager = await jetstreamManager(connection);
  const { streams, consumers } = natsTopologyOf(definition, { clustered: connection.info?.cluster !== undefined });
  const done: Done[] = [];
  for (const stream of streams) {
    const isThere = found(manager.streams.info(stream.name));
    done.push(await reconciled(`stream ${stream.name}`, isThere, () => reconcileStream(manager, stream)));
  }
  for (const consumer of consumers) {
    const isThere = found(manager.consumers.info(consumer.stream, consumer.name));
    const what = `consumer ${consumer.name} of ${consumer.stream}`;
    done.push(await reconciled(what, isThere, () => reconcileConsumer(manager, consumer)));
  }
  return {
    kind: 'nats',
    made: done.flatMap(({ made = [] }) => made),
    changed: done.flatMap(({ changed = [] }) => changed),
    refused: done.flatMap(({ refused = [] }) => refused),
    undeclared: await undeclaredConsumers(manager, { streams, consumers }),
  };
}

type Done = Partial<Pick<BrokerReconciliation, 'made' | 'changed' | 'refused'>>;

async function reconciled(
  what: string,
  isThere: Promise<boolean>,
  reconcile: () => Promise<readonly NatsDrift[]>,
): Promise<Done> {
  const wasThere = await isThere;
  try {
    const drifts = await reconcile();
    if (!wasThere) {
      return { made: [what] };
    }
    return drifts.length === 0 ? {} : { changed: [`${what}: ${driftText(drifts)}`] };
  } catch (cause) {
    if (cause instanceof PipelineError && cause.code === 'input-invalid') {
      return { refused: [cause.message] };
    }
    throw cause;
  }
}

const notFound = 404;

async function found(info: Promise<unknown>): Promise<boolean> {
  try {
    await info;
    return true;
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.status === notFound) {
      return false;
    }
    throw cause;
  }
}

async function undeclaredConsumers(
  manager: JetStreamManager,
  { streams, consumers }: ReturnType<typeof natsTopologyOf>,
): Promise<readonly string[]> {
  const wanted = new Set(consumers.map(({ stream, name }) => `consumer ${name} of ${stream}`));
  const there: string[] = [];
  for (const { name: stream } of streams) {
    if (await found(manager.streams.info(stream))) {
      for await (const { name } of manager.consumers.list(stream)) {
        there.push(`consumer ${name} of ${stream}`);
      }
    }
  }
  return there.filter((what) => !wanted.has(what));
}
