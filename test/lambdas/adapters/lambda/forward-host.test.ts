import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Forwarding } from '../../../../lambdas/adapters/forward/forwarding.ts';
import { forwardToRedis } from '../../../../lambdas/adapters/forward/forward-to-redis.ts';
import { createForwardHost } from '../../../../lambdas/adapters/lambda/forward-host.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { environmentVariables } from '../../../../lambdas/contracts/environment-variables.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';

const definition = pipeline('test', {
  ...brokerParts,
  queues: Object.fromEntries(
    Object.entries(brokerParts.queues).map(([name, queue]) => [name, { ...queue, onPoison: 'skip' as const }]),
  ),
});

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
  Object.assign(process.env, {
    [environmentVariables.table]: 'table',
    [environmentVariables.sourceQueue]: 'http://127.0.0.1:1/queue',
    [environmentVariables.deadLetterQueue]: 'http://127.0.0.1:1/dead',
    AWS_REGION: 'us-east-1',
  });
});
afterEach(() => {
  process.env = before;
});

it('sends what its queue delivers to the targets of its consumer, and opens the broker once', async () => {
  const sent: OutgoingMessage[] = [];
  const opened: unknown[] = [];
  const forwarding: Forwarding<'kafka'> = {
    kind: 'kafka',
    open: ({ clientId, targets, seconds }) => {
      opened.push([clientId, targets.map(({ target }) => target.topic), seconds]);
      const publish = (messages: readonly OutgoingMessage[]) => {
        sent.push(...messages);
        return Promise.resolve({ failed: [] });
      };
      return Promise.resolve({ publisher: { publish }, close: () => Promise.resolve() });
    },
  };
  const handler = createForwardHost(definition, 'toKafka', forwarding);
  const envelope = {
    ...{ specversion: '1.0', id: 'e1', source: '/test/worker', type: 'test.begun', subject: 's1' },
    ...{ time: '2026-01-01T00:00:00Z', datacontenttype: 'application/json', dataschema: 'urn:event:test.begun:1' },
    ...{ correlationid: 'e1', data: { id: 's1' } },
  };
  const record = { messageId: 'm1', receiptHandle: 'r1', body: JSON.stringify(envelope), attributes: {} };

  const answers = [await handler({ Records: [record] }, context), await handler({ Records: [record] }, context)];

  expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  expect(opened).toEqual([['test-toKafka', ['test.log'], 15]]);
  expect(sent.map(({ id, key }) => [id, key])).toEqual([
    ['e1', 's1'],
    ['e1', 's1'],
  ]);
});

it('refuses a broker that its consumer does not forward to', () => {
  expect(() => createForwardHost(definition, 'toKafka', forwardToRedis)).toThrow(
    'consumer "toKafka" must forward to redis alone, got log',
  );
});

const context = { getRemainingTimeInMillis: () => 10_000 };
