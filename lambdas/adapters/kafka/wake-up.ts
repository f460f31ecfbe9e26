import { deferred } from '../../core/worker/deferred.ts';

/** Something to wait for that comes again and again. */
export interface WakeUp {
  /** Resolves at the next call of `notify`; to be asked for before looking at what may have changed. */
  next(): Promise<void>;
  readonly notify: () => void;
}

/** Creates a wake-up that nobody waits for yet. */
export function createWakeUp(): WakeUp {
  let { promise, resolve } = deferred();
  return {
    next: () => promise,
    notify: () => {
      const wake = resolve;
      ({ promise, resolve } = deferred());
      wake();
    },
  };
}
