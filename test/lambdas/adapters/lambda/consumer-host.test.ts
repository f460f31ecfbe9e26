import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createConsumerHost } from '../../../../lambdas/adapters/lambda/consumer-host.ts';
import { type DeadLetter, deadLetter, noDeadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { environmentVariables } from '../../../../lambdas/contracts/environment-variables.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { Begin, parts } from '../../contracts/definition/sample-parts.ts';

const environment = {
  [environmentVariables.table]: 'table',
  [environmentVariables.sourceQueue]: 'http://127.0.0.1:1/queue',
  AWS_REGION: 'us-east-1',
};

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
  Object.assign(process.env, environment);
});
afterEach(() => {
  process.env = before;
});

function withDeadLetter(value: DeadLetter): PipelineDefinition {
  const { queues } = parts;
  return pipeline('test', {
    ...parts,
    queues: { ...queues, work: queue({ ...queues.work, deadLetter: value, onPoison: 'skip' }) },
  });
}

it('gives up what can never be handled where the queue has no dead letters', async () => {
  const host = createConsumerHost(withDeadLetter(noDeadLetter('each repeats what the next one says')), 'worker');
  const handle = host.handlerOf({ name: 'worker', handles: [Begin], handle: () => Promise.resolve(ok()) });
  const event = { Records: [{ messageId: 'm1', receiptHandle: 'r1', body: 'not JSON', attributes: {} }] };

  expect(await handle(event, { getRemainingTimeInMillis: () => 10_000 })).toEqual({ batchItemFailures: [] });
});

it('does not start without the dead letters of a queue that has some', () => {
  expect(() => createConsumerHost(withDeadLetter(deadLetter()), 'worker')).toThrow(
    'environment must set DEAD_LETTER_QUEUE_URL',
  );
});
