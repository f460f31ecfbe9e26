import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createQueueSender } from '../../lambdas/adapters/sns-sqs/queue-sender.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { ReleaseStock } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import type { OutgoingMessage, Publisher } from '../../lambdas/core/ports/publisher.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { stopEndpoint } from '../../localstack/backends/stop-endpoint.ts';
import { clientSettings } from '../../localstack/deploy/client-settings.ts';
import type { Deployment } from '../../localstack/deploy/deployment.ts';
import { ensureLocal } from '../../localstack/deploy/ensure-local.ts';
import { placedOrder } from '../support/placed-order.ts';
import { root } from './run-command.ts';

const minutes = 60_000;
const mostLooks = 60;

let directory: string;
let deployment: Deployment;
let clients: { readonly sqs: SQSClient; readonly sns: SNSClient };

beforeAll(async () => {
  await mkdir(localDirectory, { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'e2e-'));
  const pipeline = await ensureLocal({ directory });
  deployment = pipeline.deployment;
  const settings = clientSettings(pipeline.endpoint.url);
  clients = { sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }), sns: new SNSClient(settings) };
}, 3 * minutes);

afterAll(async () => {
  clients.sqs.destroy();
  clients.sns.destroy();
  await stopEndpoint(directory);
  await rm(directory, { recursive: true, force: true });
}, minutes);

interface Answer {
  readonly code: number | null;
  readonly output: string;
  readonly progress: string;
}

/** Types a command; `interruptAt` sends Ctrl-C once its progress matches. */
async function dlq(words: string, interruptAt?: RegExp): Promise<Answer> {
  const args = [join(root, 'console/main.ts'), 'dlq', ...words.split(' '), '--directory', directory];
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  const said = { output: '', progress: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    const before = said.progress;
    said.progress += chunk.toString();
    if (interruptAt?.test(said.progress) === true && !interruptAt.test(before)) {
      child.kill('SIGINT');
    }
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

interface Listed {
  readonly letters: readonly { readonly id: string; readonly key: string; readonly reason: string }[];
}

async function listed(queue: string): Promise<Listed['letters']> {
  const { output } = await dlq(`ls ${queue} --json`);
  return (JSON.parse(output) as readonly Listed[])[0]?.letters ?? [];
}

async function until<Found>(look: () => Promise<Found>, holds: (found: Found) => boolean): Promise<Found> {
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    const found = await look();
    if (holds(found)) {
      return found;
    }
    await sleep(500);
  }
  throw new TypeError(`what is waited for must come within ${mostLooks} looks`);
}

function senderTo(url: string | undefined): Publisher {
  const queueUrl = url ?? '';
  const jitter = { sleep, random: Math.random };
  return createQueueSender({ ...clients, ...jitter, queueUrl, fifo: queueUrl.endsWith('.fifo') });
}

function message(
  type: EventType,
  id: string,
  data: { readonly orderId: string; readonly total?: unknown },
): OutgoingMessage {
  const body = JSON.stringify({
    ...{ specversion: '1.0', id, source: '/orders/test', type: type.name, subject: data.orderId, data },
    ...{ time: '2026-01-01T00:00:00Z', datacontenttype: 'application/json', dataschema: schemaUrn(type) },
    correlationid: id,
  });
  return { id, type: type.name, key: data.orderId, body };
}

describe('the dead letters of a deployed pipeline', () => {
  it(
    'failure modes 3 and 81: a command that breaks its schema is parked with what follows it, and an edit and a redrive place the order',
    async () => {
      const order = placedOrder({ orderId: 'sick' });
      await senderTo(deployment.queueUrls['orders']).publish([
        message(PlaceOrder, 'place-1', { ...order, total: 'ten euros' }),
        message(PlaceOrder, 'place-2', order),
      ]);
      const [poison] = await until(
        () => listed('orders'),
        (letters) => letters.length === 2,
      );

      expect(await dlq('redrive orders')).toMatchObject({ code: 1 });
      expect(await dlq(`edit orders ${poison?.id ?? ''} --set data.total=1000 --by olga`)).toMatchObject({ code: 0 });
      const { code, output } = await dlq('redrive orders --by olga');

      expect({ code, output }).toEqual({ code: 0, output: 'orders: 2 of 2 letters redriven, 2 sent\n' });
      expect(await listed('orders')).toEqual([]);
      expect((await dlq('audit orders')).output).toMatch(/olga +edit +sick[\s\S]*olga +redrive +sick/);
    },
    2 * minutes,
  );

  it(
    'a redrive ends at Ctrl-C with 130, and the next one sends the rest',
    async () => {
      const letters = Array.from({ length: 100 }, (_, at) =>
        message(ReleaseStock, `release-${at}`, { orderId: `none-${at}` }),
      );
      await senderTo(deployment.deadLetterUrls['inventory']).publish(letters);

      const first = await dlq('redrive inventory --rate 20', /% {2}\d+ of 100 done/);
      const rest = (await listed('inventory')).length;
      const second = await dlq('redrive inventory');

      expect(first).toMatchObject({
        code: 130,
        output: expect.stringContaining('run the same command again') as unknown,
      });
      expect(rest).toBeGreaterThan(0);
      expect(rest).toBeLessThan(100);
      expect(second).toMatchObject({
        code: 0,
        output: `inventory: ${rest} of ${rest} letters redriven, ${rest} sent\n`,
      });
      expect(await listed('inventory')).toEqual([]);
    },
    2 * minutes,
  );

  it(
    'failure mode 16: what the relay could not publish is published by the deployed sweeper, and its pointer goes',
    async () => {
      // Nobody relays the stream of this deployment, so what the first test placed still waits in its outbox.
      const pointer = JSON.stringify({
        requestContext: { condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: { shardId: 'shardId-1', batchSize: 1 },
      });
      await senderTo(deployment.relayFailuresUrl).publish([
        { id: 'pointer', type: OrderPlaced.name, key: 'pointer', body: pointer },
      ]);

      expect((await dlq('ls relay')).output).toContain('RetryAttemptsExhausted: 1 record of shardId-1');
      const { code, output } = await dlq('redrive relay');

      expect(code).toBe(0);
      expect(output).toMatch(/^relay: [1-9]\d* messages? published by the sweeper, 1 of 1 pointer dropped$/m);
    },
    2 * minutes,
  );
});
