import { describe, expect, it } from '@jest/globals';
import { declaredSagas } from '../../../console/saga/declared-sagas.ts';
import { sagaCommands as commands } from '../../../console/saga/run-saga.ts';
import { createVirtualClock } from '../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemScan } from '../../../lambdas/adapters/memory/item-store/memory-item-scan.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { timedSagasOf } from '../../../lambdas/contracts/definition/timed-sagas.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { dueIndex } from '../../../lambdas/core/saga/timers/due-shard.ts';
import { sagaOn, tripSagas } from '../../support/trip-sagas.ts';
import { type OpenTrips, sagaCommands } from './saga-commands.ts';

sagaCommands('memory', openMemory);

function openMemory(): Promise<OpenTrips> {
  const items = createMemoryItemStore();
  const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));
  return Promise.resolve({
    ...{ items, clock, index: items.index(dueIndex), scan: createMemoryItemScan(items) },
    all: () => Promise.resolve([...items.scan()]),
  });
}

describe('options', () => {
  it.each([
    ['', 0, 'Works on sagas'],
    ['--help', 0, 'Works on sagas'],
    ['launch', 2, 'saga must be given one of ls, show'],
    ['ls t1', 2, 'ls must be given no KEY, got t1'],
    ['ls --status done', 2, '--status must be one of running'],
    ['ls --saga car', 2, 'a saga must be one of book-trip, end-trip, got "car"'],
    ['show', 2, 'the command must be given KEY, got nothing'],
    ['fork t1', 2, '--from STEP'],
    ['skip t1 --result {', 2, '--result must hold JSON'],
    ["skip t1 --result '{}' --result-file x", 2, 'either --result or --result-file'],
    ['retry t1 --version 0', 2, '--version must be a whole number'],
    ['retry t1 --force', 2, 'options must be those that --help lists'],
  ])('"%s" ends with %i and says %s', async (command, code, text) => {
    const answer = await sagaOn(tripSagas(await openMemory()), command);

    expect(answer.code).toBe(code);
    expect(answer.screen).toContain(text);
  });

  it.each(Object.keys(commands))('%s explains itself', async (name) => {
    const answer = await sagaOn(tripSagas(await openMemory()), `${name} --help`);

    expect(answer.code).toBe(0);
    expect(answer.output).toContain(`Usage: saga ${name}`);
  });
});

describe('ls of a large table', () => {
  it('says how far it is, and shows what it has found when it is interrupted', async () => {
    const place = await openMemory();
    const controller = new AbortController();
    const endless = {
      async *pages() {
        for (;;) {
          yield await Promise.resolve({ items: [], read: 9_000 });
        }
      },
    };

    const answer = await sagaOn(tripSagas({ ...place, scan: endless }), 'ls', {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });

    expect(answer).toMatchObject({
      code: 130,
      progress: 'looking for sagas: 18000 items read so far\n',
      output: 'no sagas\ninterrupted: there may be more\n',
    });
  });
});

describe('the sagas of the reference application', () => {
  it('are all known to operators, under the store of their consumer', () => {
    for (const { name } of timedSagasOf(orders)) {
      expect(declaredSagas.map(({ consumer }) => consumer)).toContain(name);
    }
    for (const { consumer, store } of declaredSagas) {
      const found = Object.entries(orders.consumers).find(([name]) => name === consumer);
      expect(found?.[1].stores).toContain(store);
    }
  });
});
