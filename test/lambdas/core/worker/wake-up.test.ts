import { describe, expect, it } from '@jest/globals';
import { createWakeUp } from '../../../../lambdas/core/worker/wake-up.ts';

describe('createWakeUp', () => {
  it('wakes everybody who waits, once', async () => {
    const wakeUp = createWakeUp();
    const { signal } = new AbortController();
    const woken: string[] = [];
    const waiting = ['one', 'two'].map((name) => wakeUp.next(signal).then(() => woken.push(name)));

    wakeUp.all();
    await Promise.all(waiting);
    void wakeUp.next(signal).then(() => woken.push('later'));
    await Promise.resolve();

    expect(woken).toEqual(['one', 'two']);
  });

  it('does not remember a change that came while nobody waited', async () => {
    const wakeUp = createWakeUp();
    let woken = false;

    wakeUp.all();
    void wakeUp.next(new AbortController().signal).then(() => {
      woken = true;
    });
    await Promise.resolve();

    expect(woken).toBe(false);
  });

  it('lets those go whose signal aborts, before or while they wait, and keeps the others waiting', async () => {
    const wakeUp = createWakeUp();
    const leaving = new AbortController();
    let woken = false;
    void wakeUp.next(new AbortController().signal).then(() => {
      woken = true;
    });
    const left = wakeUp.next(leaving.signal);

    leaving.abort();

    await expect(left).resolves.toBeUndefined();
    await expect(wakeUp.next(leaving.signal)).resolves.toBeUndefined();
    expect(woken).toBe(false);
  });
});
