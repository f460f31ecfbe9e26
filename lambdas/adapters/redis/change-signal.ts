/** Tells those who wait that something changed. */
export interface ChangeSignal {
  /** Resolves at the next change after this call. */
  readonly next: () => Promise<void>;
  readonly changed: () => void;
}

/** Makes a signal. */
export function createChangeSignal(): ChangeSignal {
  let change = Promise.withResolvers<undefined>();
  return {
    next: () => change.promise,
    changed() {
      change.resolve(undefined);
      change = Promise.withResolvers();
    },
  };
}
