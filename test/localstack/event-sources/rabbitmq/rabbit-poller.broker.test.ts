import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RabbitConnection, connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { localDirectory } from '../../../../localstack/backends/project-paths.ts';
import { type RunningRabbitMq, startRabbitMq } from '../../../../localstack/backends/rabbitmq/start-rabbitmq.ts';
import { openRabbitPoller } from '../../../../localstack/event-sources/rabbitmq/rabbit-poller.ts';
import type { RabbitEvent } from '../../../../localstack/event-sources/rabbitmq/rabbit-event.ts';

let directory: string;
let server: RunningRabbitMq;
let connection: RabbitConnection;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'rabbitmq-'));
  server = await startRabbitMq({ directory, say: () => undefined });
  connection = await connectRabbit({ url: server.url, telemetry });
}, 120_000);

afterAll(async () => {
  await connection.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

/** A function that is called here, with what it was handed. */
function localFunction(run: (bodies: readonly string[]) => void) {
  const lambda = new LambdaClient({ region: 'us-east-1' });
  const handed: (readonly string[])[] = [];
  const redelivered: boolean[] = [];
  lambda.send = (command: unknown) => {
    const payload = command instanceof InvokeCommand ? command.input.Payload : undefined;
    const event = JSON.parse(typeof payload === 'string' ? payload : '') as RabbitEvent;
    const bodies = Object.values(event.rmqMessagesByQueue).flatMap((list) =>
      list.map(({ data }) => Buffer.from(data, 'base64').toString('latin1')),
    );
    handed.push(bodies);
    redelivered.push(...Object.values(event.rmqMessagesByQueue).flatMap((list) => list.map((one) => one.redelivered)));
    try {
      run(bodies);
      return Promise.resolve({ $metadata: {} });
    } catch {
      return Promise.resolve({ $metadata: {}, FunctionError: 'Unhandled' });
    }
  };
  return { lambda, handed, redelivered };
}

async function queueOf(queue: string, bodies: readonly (string | Buffer)[]): Promise<void> {
  const channel = await connection.confirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  bodies.forEach((body) => channel.sendToQueue(queue, Buffer.from(body)));
  await channel.waitForConfirms();
  await channel.close();
}

const common = () => ({ connection, telemetry, functionName: 'f', eventSourceArn: 'arn', windowMs: 100 });

describe('poller of RabbitMQ', () => {
  it('failure mode 70: a batch whose function throws comes again as a whole, poison bytes with it', async () => {
    await queueOf('throws', ['a', Buffer.from([0xff]), 'c']);
    let throws = 1;
    const { lambda, handed } = localFunction(() => {
      if (throws-- > 0) {
        throw new TypeError('once');
      }
    });
    const poller = openRabbitPoller({ ...common(), lambda, queue: 'throws' });
    await poller.drain();
    await poller.stop();

    expect(handed[0]).toEqual(['a', '\u00ff', 'c']);
    expect(handed.slice(1).flat().sort()).toEqual(['a', 'c', '\u00ff']);
    expect(poller.counters()).toMatchObject({ records: 3, retries: 1 });
  }, 60_000);

  it('acknowledges what no filter matches, and hands over full batches', async () => {
    await queueOf('filters', ['keep 1', 'drop', 'keep 2', 'keep 3']);
    const { lambda, handed } = localFunction(() => undefined);
    const filters = ['{"data":[{"prefix":"keep"}]}'];
    const poller = openRabbitPoller({ ...common(), lambda, filters, queue: 'filters', batchSize: 2 });
    await poller.drain();
    await poller.stop();

    expect(handed).toEqual([['keep 1'], ['keep 2', 'keep 3']]);
  }, 60_000);

  it('failure mode 70: what a poller held that died in mid-batch comes again, marked as redelivered', async () => {
    await queueOf('killed', ['a', 'b']);
    const dying = await connectRabbit({ url: server.url, telemetry });
    const lambda = new LambdaClient({ region: 'us-east-1' });
    const called = Promise.withResolvers<undefined>();
    lambda.send = () => {
      called.resolve(undefined);
      return new Promise(() => undefined);
    };
    openRabbitPoller({ ...common(), connection: dying, lambda, queue: 'killed' }).start();
    await called.promise;
    await dying.close();

    const next = localFunction(() => undefined);
    const poller = openRabbitPoller({ ...common(), lambda: next.lambda, queue: 'killed' });
    await poller.drain();
    await poller.stop();

    expect(next.handed).toEqual([['a', 'b']]);
    expect(next.redelivered).toEqual([true, true]);
  }, 60_000);
});
