import { describe, expect, it } from '@jest/globals';
import { type DrainLook, waitUntilDrained } from '../../../localstack/local/wait-until-drained.ts';

const quiet: DrainLook = { ended: 5, lag: 0, deadLetters: 0 };
const busy = (ended: number): DrainLook => ({ ended, lag: 1, deadLetters: 0 });

/** Plays looks one by one, the last of them for ever; interrupts right after the look of number `interruptAt`. */
async function drain(
  looks: readonly DrainLook[],
  { patience = 3, interruptAt = Number.POSITIVE_INFINITY } = {},
): Promise<{ readonly drained: boolean; readonly seen: readonly DrainLook[] }> {
  const interruption = new AbortController();
  const seen: DrainLook[] = [];
  if (interruptAt === 0) {
    interruption.abort();
  }
  const drained = await waitUntilDrained({
    look: () => Promise.resolve(looks[Math.min(seen.length, looks.length - 1)] ?? quiet),
    onLook: (look) => {
      seen.push(look);
      if (seen.length === interruptAt) {
        interruption.abort();
      }
    },
    signal: interruption.signal,
    pauseMs: 0,
    patience,
  });
  return { drained, seen };
}

describe('waiting until a deployment is drained', () => {
  it('ends at the third look in a row that finds nothing waiting', async () => {
    expect(await drain([busy(1), busy(3), quiet])).toEqual({
      drained: true,
      seen: [busy(1), busy(3), quiet, quiet, quiet],
    });
  });

  it('begins to count again when a message turns up late', async () => {
    const { drained, seen } = await drain([quiet, quiet, busy(4), quiet]);

    expect(drained).toBe(true);
    expect(seen).toHaveLength(6);
  });

  it('gives up when as many looks as its patience found no change', async () => {
    const { drained, seen } = await drain([busy(1), busy(2)], { patience: 3 });

    expect(drained).toBe(false);
    expect(seen).toEqual([busy(1), busy(2), busy(2), busy(2), busy(2)]);
  });

  it.each<readonly [string, DrainLook]>([
    ['an order that ended', { ...busy(2), ended: 3 }],
    ['a message that was handled', { ...busy(2), lag: 2 }],
    ['a message that was parked', { ...busy(2), deadLetters: 1 }],
  ])('is patient again after %s', async (_, change) => {
    const { drained, seen } = await drain([busy(2), busy(2), busy(2), change, busy(2), busy(2), quiet], {
      patience: 3,
    });

    expect(drained).toBe(true);
    expect(seen).toHaveLength(9);
  });

  it('stops after the look in hand when it is interrupted', async () => {
    expect(await drain([busy(1)], { interruptAt: 1 })).toEqual({ drained: false, seen: [busy(1)] });
  });

  it('cuts the pause short when it is interrupted in it', async () => {
    const interruption = new AbortController();
    const drained = await waitUntilDrained({
      look: () => Promise.resolve(busy(1)),
      onLook: () => {
        queueMicrotask(() => {
          interruption.abort();
        });
      },
      signal: interruption.signal,
      pauseMs: 2_000_000_000,
    });

    expect(drained).toBe(false);
  });

  it('does not look at all when it was interrupted before', async () => {
    expect(await drain([quiet], { interruptAt: 0 })).toEqual({ drained: false, seen: [] });
  });

  it('fails with what made a look fail', async () => {
    const waiting = waitUntilDrained({
      look: () => Promise.reject(new Error('the endpoint must answer')),
      onLook: () => undefined,
      signal: new AbortController().signal,
      pauseMs: 0,
    });

    await expect(waiting).rejects.toThrow('the endpoint must answer');
  });
});
