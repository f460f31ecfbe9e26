/** Those who wait for something to come true. */
export interface WaitingList {
  /** Resolves at the first `check` or `wait` at which `holds` answers true. */
  wait(holds: () => boolean): Promise<void>;
  /** Lets go everyone whose condition holds. */
  check(): void;
  /** Rejects everyone who waits. */
  giveUp(cause: unknown): void;
}

interface Waiter {
  readonly holds: () => boolean;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Creates a list on which nobody waits. */
export function createWaitingList(): WaitingList {
  const waiters = new Set<Waiter>();
  const check = (): void => {
    for (const waiter of [...waiters].filter(({ holds }) => holds())) {
      waiters.delete(waiter);
      waiter.resolve();
    }
  };
  return {
    wait: (holds) =>
      new Promise((resolve, reject) => {
        waiters.add({ holds, resolve, reject });
        check();
      }),
    check,
    giveUp: (cause) => {
      for (const { reject } of waiters) {
        reject(cause);
      }
      waiters.clear();
    },
  };
}
