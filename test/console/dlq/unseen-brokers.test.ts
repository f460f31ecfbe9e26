import { describe, expect, it } from '@jest/globals';
import { brokerLetters } from '../../../console/dlq/broker-letters.ts';
import { createOperations } from '../../../console/dlq/create-operations.ts';
import type { Operations } from '../../../console/dlq/operations.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createJitteredBackoff } from '../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../../lambdas/adapters/system/uuid-source.ts';
import { brokerKinds } from '../../../lambdas/contracts/definition/broker-kind.ts';
import { brokerAddresses } from '../../../lambdas/adapters/topology/open-broker-connections.ts';
import { movedPipeline } from '../../lambdas/adapters/worker/moved-pipeline.ts';
import { dlqOn } from '../../support/dlq-on.ts';
import { memoryPayloads } from '../../support/memory-payloads.ts';

describe.each(brokerKinds)('dead letters at a broker of %s whose address nobody gave', (kind) => {
  const variable = brokerAddresses[kind];
  const operations = operationsOf(kind);

  it.each(['ls', 'ls notes', 'ls notes --by key', 'peek notes n-1', 'drop notes --all', 'redrive notes'])(
    'are told by "%s" not to have been looked at, and what must be set',
    async (command) => {
      const { output } = await dlqOn(operations, command);

      expect(output).toContain('not looked at: notes');
      expect(output).toContain(variable);
    },
  );

  it.each(['ls', 'ls notes', 'redrive notes', 'redrive notes --dry-run'])(
    'are marked in the JSON of "%s"',
    async (command) => {
      const { output } = await dlqOn(operations, `${command} --json`);

      expect(JSON.parse(output)).toContainEqual(expect.objectContaining({ notLookedAt: variable }));
    },
  );

  it('leave a redrive of that place unfinished, and not one of all that there is', async () => {
    expect((await dlqOn(operations, 'redrive notes')).code).toBe(1);
    expect((await dlqOn(operations, 'redrive --all')).code).toBe(0);
  });

  it('cannot be sent back, which says what must be set', async () => {
    await expect(operations.queues.find(({ name }) => name === 'notes')?.sender.publish([])).rejects.toMatchObject({
      code: 'environment-invalid',
      message: expect.stringContaining(variable) as unknown,
    });
  });
});

function operationsOf(kind: (typeof brokerKinds)[number]): Operations {
  const definition = movedPipeline(kind);
  const brokers = brokerLetters(definition, {});
  return createOperations({
    ...{ definition, items: createMemoryItemStore(), clock, ids, sleep, brokers, payloads: memoryPayloads() },
    backoff: createJitteredBackoff({ sleep, random: Math.random }),
    sourcesOf: () => [],
    senderOf: (queue) => ({ publish: () => Promise.reject(new RangeError(`nothing is sent to ${queue}`)) }),
    close: () => brokers.close(),
  });
}
