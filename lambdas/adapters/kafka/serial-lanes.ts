/** Runs tasks of one lane after each other, and those of different lanes at the same time. */
export interface SerialLanes {
  /** Resolves when the task is through; it must not reject. */
  run(lane: string, task: () => Promise<void>): Promise<void>;
}

/** Creates lanes as they are named; an idle one costs nothing. */
export function createSerialLanes(): SerialLanes {
  const last = new Map<string, Promise<void>>();
  return {
    run: async (lane, task) => {
      const turn = (last.get(lane) ?? Promise.resolve()).then(task);
      last.set(lane, turn);
      await turn;
      if (last.get(lane) === turn) {
        last.delete(lane);
      }
    },
  };
}
