import { describe, expect, it } from '@jest/globals';
import { type LogLine, createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { watchLag } from '../../../../lambdas/core/worker/watch-lag.ts';

/** Watches until all answers are given; answers what was told, and how long it slept before each question. */
async function watched(answers: readonly (number | undefined | Error)[]) {
  const lines: LogLine[] = [];
  const telemetry = createMemoryTelemetry({ write: (line) => lines.push(line) });
  const stopping = new AbortController();
  const left = [...answers];
  const slept: number[] = [];
  const waiting = (): Promise<number | undefined> => {
    const next = left.shift();
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const sleep = (milliseconds: number): Promise<void> => {
    if (left.length === 0) {
      stopping.abort();
    } else {
      slept.push(milliseconds);
    }
    return Promise.resolve();
  };
  await watchLag({ waiting, telemetry, sleep }, stopping.signal);
  return { told: telemetry.counted('RecordsWaiting'), lines, slept };
}

describe('watchLag', () => {
  it('tells once a minute how many records wait, also when none does', async () => {
    const { told, slept } = await watched([7, 0]);

    expect(told).toBe(7);
    expect(slept).toEqual([60_000, 60_000]);
  });

  it('tells nothing where the broker cannot, and asks again', async () => {
    expect(await watched([undefined, 3])).toMatchObject({ told: 3, lines: [] });
  });

  it('goes on after a question that failed, and says so', async () => {
    const { told, lines } = await watched([new RangeError('no such group'), 5]);

    expect(told).toBe(5);
    expect(lines).toMatchObject([{ level: 'error', message: 'lag not known' }]);
  });

  it('asks nothing once it is to stop', async () => {
    expect(await watched([])).toEqual({ told: 0, lines: [], slept: [] });
  });
});
