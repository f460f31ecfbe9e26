import { describe, expect, it } from '@jest/globals';
import { processStop } from '../../../../lambdas/adapters/worker/process-stop.ts';

function fakeProcess() {
  const listeners = new Map<string, () => void>();
  const exits: (number | undefined)[] = [];
  return {
    exits,
    tell: (signal: string) => listeners.get(signal)?.(),
    on: (signal: string, run: () => void) => listeners.set(signal, run),
    exit: (code?: number) => {
      exits.push(code);
    },
  };
}

describe('processStop', () => {
  it.each(['SIGTERM', 'SIGINT'])('aborts at the first %s and lets the work end', (signal) => {
    const stopped = fakeProcess();
    const stop = processStop(stopped);
    expect(stop.signal.aborted).toBe(false);

    stopped.tell(signal);

    expect(stop.signal.aborted).toBe(true);
    expect(stopped.exits).toEqual([]);
  });

  it('ends the process at a second signal, as a failure', () => {
    const stopped = fakeProcess();
    processStop(stopped);

    stopped.tell('SIGTERM');
    stopped.tell('SIGINT');

    expect(stopped.exits).toEqual([1]);
  });
});
