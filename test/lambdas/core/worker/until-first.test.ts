import { describe, expect, it } from '@jest/globals';
import { type Wait, untilFirst } from '../../../../lambdas/core/worker/until-first.ts';

/** Waits until it is ended, and notes that. */
function untilEnded(ended: string[], name: string): Wait {
  return (signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        ended.push(name);
        resolve(undefined);
      };
      if (signal.aborted) {
        end();
      }
      signal.addEventListener('abort', end, { once: true });
    });
}

describe('untilFirst', () => {
  it('resolves with the first thing that comes, and ends the others', async () => {
    const ended: string[] = [];

    await untilFirst(new AbortController().signal, [() => Promise.resolve(), untilEnded(ended, 'slow')]);

    expect(ended).toEqual(['slow']);
  });

  it('ends all of them when the signal aborts, also when it had before', async () => {
    const ended: string[] = [];
    const stopping = new AbortController();
    const waiting = untilFirst(stopping.signal, [untilEnded(ended, 'a'), untilEnded(ended, 'b')]);

    stopping.abort();
    await waiting;
    await untilFirst(stopping.signal, [untilEnded(ended, 'c')]);

    expect(ended).toEqual(['a', 'b', 'c']);
  });

  it('rejects with the first that fails, and ends the others', async () => {
    const ended: string[] = [];
    const failing = untilFirst(new AbortController().signal, [
      () => Promise.reject(new RangeError('lost')),
      untilEnded(ended, 'slow'),
    ]);

    await expect(failing).rejects.toThrow('lost');
    expect(ended).toEqual(['slow']);
  });
});
