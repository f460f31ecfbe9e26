/** Something for which processes wait until the world calls them. */
export interface Bell {
  /** Resolves at the next ring. */
  heard(): Promise<void>;
  ring(): void;
  readonly listeners: number;
}

/** Hangs a bell. */
export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    heard: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    ring() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) {
        wake();
      }
    },
    get listeners() {
      return waiting.length;
    },
  };
}
