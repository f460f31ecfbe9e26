/** Runs `task` for each item, at most `concurrency` at a time, starting in order; `task` must not reject. */
export async function forEachBounded<Item>(
  items: readonly Item[],
  concurrency: number,
  task: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      await task(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
