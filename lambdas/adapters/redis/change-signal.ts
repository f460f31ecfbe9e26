import { deferred } from '../../core/worker/deferred.ts';

/** Tells those who wait that something changed. */
export interface ChangeSignal {
  /** Resolves at the next change after this call. */
  readonly next: () => Promise<void>;
  readonly changed: () => void;
}

/** Makes a signal. */
export function createChangeSignal(): ChangeSignal {
  let change = deferred();
  return {
    next: () => change.promise,
    changed() {
      change.resolve();
      change = deferred();
    },
  };
}
