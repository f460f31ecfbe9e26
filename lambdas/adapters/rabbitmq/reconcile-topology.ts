import type { Channel } from 'amqplib';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { RabbitConnection } from './rabbit-connection.ts';
import { type RabbitTopology, queueArguments } from './rabbit-topology.ts';
import { refusal } from './refusal.ts';
import { topologyFaults } from './topology-faults.ts';

/**
 * Declares what of a topology is not there yet, and changes nothing that is: safe to run at every start, and by many.
 *
 * @throws PipelineError `definition-invalid` for a topology that loses messages, and for a broker that has something
 * of the same name with other arguments, which it never changes; both say every fault at once.
 */
export async function reconcileTopology(
  connection: Pick<RabbitConnection, 'channel'>,
  topology: RabbitTopology,
): Promise<void> {
  throwFaults(topologyFaults(topology));
  const conflicts: string[] = [];
  for (const declare of declarations(topology)) {
    const conflict = await conflictOf(connection, declare);
    if (conflict !== undefined) {
      conflicts.push(conflict);
    }
  }
  throwFaults(conflicts);
}

type Declaration = (channel: Channel) => Promise<unknown>;

function declarations({ exchanges, queues }: RabbitTopology): readonly Declaration[] {
  return [
    ...exchanges.map(
      ({ name, type }): Declaration =>
        (channel) =>
          channel.assertExchange(name, type, { durable: true }),
    ),
    ...queues.map(
      (queue): Declaration =>
        (channel) =>
          channel.assertQueue(queue.name, { durable: true, arguments: queueArguments(queue) }),
    ),
    ...queues.flatMap(({ name, bindings = [] }) =>
      bindings.map(
        ({ exchange, routingKey }): Declaration =>
          (channel) =>
            channel.bindQueue(name, exchange, routingKey),
      ),
    ),
  ];
}

/** Each on a channel of its own, because the broker closes that of a conflict. */
async function conflictOf(
  connection: Pick<RabbitConnection, 'channel'>,
  declare: Declaration,
): Promise<string | undefined> {
  const channel = await connection.channel();
  channel.on('error', () => undefined);
  try {
    await declare(channel);
    await channel.close();
    return undefined;
  } catch (error) {
    if (refusal(error) !== 'precondition-failed') {
      throw error;
    }
    return explained(error instanceof Error ? error.message : String(error));
  }
}

/** Says what must be what, from a text like "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received …". */
function explained(message: string): string {
  const { groups } = inequivalent.exec(message) ?? {};
  if (groups === undefined) {
    return message;
  }
  const { argument = '', kind = '', name = '', wanted = '', found = '' } = groups;
  return (
    `${argument} of ${kind} "${name}" must be ${valueOf(wanted)}, the broker has ${valueOf(found)}: ` +
    `delete the ${kind} when it is empty, or declare what is there`
  );
}

const inequivalent =
  /inequivalent arg '(?<argument>[^']+)' for (?<kind>queue|exchange) '(?<name>[^']*)' in vhost '[^']*': received (?<wanted>.+?) but current is (?<found>[^"]+)/u;

/** The broker writes "the value '3600000' of type 'signedint'", or a bare word, or none. */
function valueOf(text: string): string {
  return /'([^']*)'/u.exec(text)?.[1] ?? text.trim();
}

function throwFaults(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new PipelineError(faults.join('; '), { code: 'definition-invalid' });
  }
}
