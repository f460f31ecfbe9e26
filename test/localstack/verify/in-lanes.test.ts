import { describe, expect, it } from '@jest/globals';
import { inLanes } from '../../../localstack/verify/in-lanes.ts';

describe('inLanes', () => {
  it('answers in the order of the items, whichever is done first', async () => {
    const gates = [1, 2, 3].map(() => Promise.withResolvers<string>());

    const all = inLanes(gates, 3, ({ promise }) => promise);
    ['third', 'second', 'first'].forEach((text, index) => gates[2 - index]?.resolve(text));

    expect(await all).toEqual(['first', 'second', 'third']);
  });

  it('begins no more at a time than there are lanes', async () => {
    let running = 0;
    let most = 0;

    await inLanes([1, 2, 3, 4, 5], 2, async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    });

    expect(most).toBe(2);
  });

  it('fails with what an item failed with', async () => {
    await expect(inLanes([1], 2, () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  });
});
