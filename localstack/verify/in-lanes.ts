/**
 * Does something with every item, a few at a time, and answers the results in the order of the items.
 *
 * @param lanes how many at a time, at least 1
 * @throws whatever `work` throws first; what has begun goes on
 */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const waiting = [...items.entries()];
  const results = new Map<number, Result>();
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results.set(index, await work(item));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...results.entries()].toSorted(([first], [second]) => first - second).map(([, result]) => result);
}
