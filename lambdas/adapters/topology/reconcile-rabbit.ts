import type { Channel } from 'amqplib';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { RabbitConnection } from '../rabbitmq/rabbit-connection.ts';
import { callQueueOptions } from '../rabbitmq/rabbit-responder.ts';
import { reconcileTopology } from '../rabbitmq/reconcile-topology.ts';
import { refusal } from '../rabbitmq/refusal.ts';
import type { BrokerReconciliation } from './broker-reconciliation.ts';
import { rabbitTopologyOf } from './rabbit-topology-of.ts';

/**
 * Makes the exchanges, queues, dead letters and call queues of a pipeline; what is there with other arguments is never
 * changed but refused. Throws what the connection throws.
 */
export async function reconcileRabbit(
  definition: Pick<PipelineDefinition, 'queues' | 'consumers' | 'rabbitmq'>,
  connection: Pick<RabbitConnection, 'channel'>,
): Promise<BrokerReconciliation> {
  const topology = rabbitTopologyOf(definition);
  const calls = Object.values(definition.rabbitmq?.calls ?? {}).map(({ queue }) => queue);
  const made = [
    ...(await missing(connection, topology.exchanges, (channel, name) => channel.checkExchange(name))),
    ...(await missing(connection, [...topology.queues, ...calls.map((name) => ({ name }))], (channel, name) =>
      channel.checkQueue(name),
    )),
  ];
  const refused = await refusedBy(async () => {
    await reconcileTopology(connection, topology);
    for (const queue of calls) {
      await onChannel(connection, (channel) => channel.assertQueue(queue, callQueueOptions));
    }
  });
  return { kind: 'rabbitmq', made, changed: [], refused, undeclared: [] };
}

/** Those that the broker does not have; to ask for one closes the channel. */
async function missing(
  connection: Pick<RabbitConnection, 'channel'>,
  parts: readonly { readonly name: string }[],
  check: (channel: Channel, name: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name } of parts) {
    if (!(await isThere(connection, (channel) => check(channel, name)))) {
      names.push(name);
    }
  }
  return names;
}

async function isThere(
  connection: Pick<RabbitConnection, 'channel'>,
  check: (channel: Channel) => Promise<unknown>,
): Promise<boolean> {
  try {
    await onChannel(connection, check);
    return true;
  } catch (cause) {
    if (refusal(cause) === 'not-found') {
      return false;
    }
    throw cause;
  }
}

async function onChannel(
  connection: Pick<RabbitConnection, 'channel'>,
  task: (channel: Channel) => Promise<unknown>,
): Promise<void> {
  const channel = await connection.channel();
  channel.on('error', () => undefined);
  await task(channel);
  await channel.close();
}

async function refusedBy(task: () => Promise<void>): Promise<readonly string[]> {
  try {
    await task();
    return [];
  } catch (cause) {
    const isRefusal = cause instanceof PipelineError && cause.code === 'definition-invalid';
    if (cause instanceof Error && (isRefusal || refusal(cause) === 'precondition-failed')) {
      return [cause.message];
    }
    throw cause;
  }
}
