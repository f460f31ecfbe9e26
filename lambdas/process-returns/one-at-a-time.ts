/** Runs work of one key after another and work of different keys side by side, within this process. */
export interface OneAtATime {
  <Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/** Creates a queue for each key; a key without work takes no room. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) {
        last.delete(key);
      }
    }
  };
}
