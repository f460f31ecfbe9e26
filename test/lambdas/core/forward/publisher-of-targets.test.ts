import { expect, it } from '@jest/globals';
import { publisherOfTargets } from '../../../../lambdas/core/forward/publisher-of-targets.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';

function destination(type: string, refuses: readonly string[] = []) {
  const seen: string[] = [];
  return {
    seen,
    carries: (one: string) => one === type || type === '*',
    publisher: {
      publish: (messages: readonly OutgoingMessage[]) => {
        seen.push(...messages.map(({ id }) => id));
        const failed = messages.filter(({ id }) => refuses.includes(id));
        return Promise.resolve({ failed: failed.map(({ id }) => ({ id, reason: `refused by ${type}` })) });
      },
    },
  };
}

const message = (id: string, type: string): OutgoingMessage => ({ id, type, key: id, body: '{}' });

it('sends a message to every place that carries its type, and fails what any of them does not take', async () => {
  const placed = destination('placed', ['m1']);
  const all = destination('*', ['m1', 'm3']);

  const { failed } = await publisherOfTargets([placed, all]).publish([
    message('m1', 'placed'),
    message('m2', 'placed'),
    message('m3', 'shipped'),
  ]);

  expect([placed.seen, all.seen]).toEqual([
    ['m1', 'm2'],
    ['m1', 'm2', 'm3'],
  ]);
  expect(failed.map(({ id }) => id)).toEqual(['m1', 'm3']);
});

it('fails what no place carries, and calls none for nothing', async () => {
  const placed = destination('placed');

  expect(await publisherOfTargets([placed]).publish([message('m1', 'shipped')])).toEqual({
    failed: [{ id: 'm1', reason: 'nothing carries "shipped"' }],
  });
  expect(placed.seen).toEqual([]);
});
