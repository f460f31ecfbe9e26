import { checkpointKey, readCheckpoints } from '../event-index/checkpoint.ts';
import { indexPartitions } from '../event-index/index-partition.ts';
import type { Clock } from '../ports/clock.ts';
import type { Check, ItemStore } from '../ports/item-store.ts';
import { readRegistry, registryWrite } from './registry.ts';
import { readerName } from './view-key.ts';

/** What switching works with. */
export interface SwitchDependencies {
  readonly items: Pick<ItemStore, 'get' | 'query' | 'transact'>;
  readonly clock: Clock;
}

/**
 * Lets readers see the generation that was built, once it is nowhere behind the one they see: the transaction holds the
 * live one's checkpoints to it, so no reader is ever taken back. Answers whether it did.
 */
export async function switchGeneration({ items, clock }: SwitchDependencies, projection: string): Promise<boolean> {
  const registry = await readRegistry(items, projection);
  const { live, building, retired } = registry;
  if (building === undefined) {
    return false;
  }
  const reached = await readCheckpoints(items, readerName({ projection, generation: building.generation }));
  if (reached.size < indexPartitions.length) {
    return false;
  }
  const seen = live && readerName({ projection, generation: live.generation });
  const notBehind = [...reached.values()].flatMap(({ partition, position }): readonly Check[] =>
    seen === undefined
      ? []
      : [
          {
            kind: 'check',
            key: checkpointKey(seen, partition),
            when: [{ any: [{ item: 'absent' }, { attribute: 'position', is: 'atMost', value: position }] }],
          },
        ],
  );
  const since = clock.now();
  const switched = registryWrite(projection, {
    ...registry,
    live: building,
    building: undefined,
    retired: live === undefined ? retired : [...retired, { generation: live.generation, since }],
  });
  return (await items.transact([switched, ...notBehind])).ok;
}
