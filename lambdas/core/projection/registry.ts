import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, Item, ItemKey, ItemStore, ItemValue, Put } from '../ports/item-store.ts';

/** First word of the partitions that say which generation of a view is read. */
export const registryStore = 'projection';

/** A generation and the version of the projection that makes it. */
export interface MadeGeneration {
  readonly generation: number;
  readonly version: number;
}

/** A generation that is not read any more, and since when, in milliseconds since the epoch. */
export interface RetiredGeneration {
  readonly generation: number;
  readonly since: number;
}

/** Which generations of a projection's view there are. */
export interface Registry {
  /** Grows with every change. */
  readonly revision: number;
  /** The one that is read. */
  readonly live: MadeGeneration | undefined;
  /** The one that is built beside it. */
  readonly building: MadeGeneration | undefined;
  /** Those whose rows are still to be deleted. */
  readonly retired: readonly RetiredGeneration[];
}

/** Where a projection's registry lives. */
export function registryKey(projection: string): ItemKey {
  return { partition: `${registryStore}-${projection}`, sort: 'registry' };
}

/** Reads a projection's registry; one request. */
export async function readRegistry(items: Pick<ItemStore, 'get'>, projection: string): Promise<Registry> {
  return registryOf(await items.get(registryKey(projection)));
}

/** The write that replaces a registry, refused when another was faster. */
export function registryWrite(projection: string, { revision, live, building, retired }: Registry): Put {
  return {
    kind: 'put',
    key: registryKey(projection),
    attributes: {
      revision: revision + 1,
      ...(live && { live: made(live) }),
      ...(building && { building: made(building) }),
      retired: retired.map(({ generation, since }) => ({ generation, since })),
    },
    when: [revision === 0 ? { item: 'absent' } : { attribute: 'revision', is: 'equal', value: revision }],
  };
}

/**
 * Changes a registry; `change` answers undefined when it wants none. Answers the registry as it is afterwards.
 *
 * @throws PipelineError `store-conflict` (retryable) when others are faster each time.
 */
export async function changeRegistry(
  items: Pick<ItemStore, 'get' | 'write'>,
  projection: string,
  change: (registry: Registry) => Registry | undefined,
): Promise<Registry> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const registry = await readRegistry(items, projection);
    const changed = change(registry);
    if (changed === undefined) {
      return registry;
    }
    if ((await items.write(registryWrite(projection, { ...changed, revision: registry.revision }))).ok) {
      return { ...changed, revision: registry.revision + 1 };
    }
  }
  throw new PipelineError(`the registry of "${projection}" must be changed within ${mostAttempts} tries`, {
    code: 'store-conflict',
    retryable: true,
  });
}

const mostAttempts = 10;

/** A number that no generation of a view has had. */
export function nextGeneration({ live, building, retired }: Registry): number {
  const taken = [live?.generation ?? 0, building?.generation ?? 0, ...retired.map(({ generation }) => generation)];
  return Math.max(...taken) + 1;
}

function made({ generation, version }: MadeGeneration): Attributes {
  return { generation, version };
}

function registryOf(item: Item | undefined): Registry {
  const { revision, live, building, retired } = item?.attributes ?? {};
  return {
    revision: numberOf(revision),
    live: madeOf(live),
    building: madeOf(building),
    retired: isList(retired) ? retired.flatMap(retiredOf) : [],
  };
}

function madeOf(value: ItemValue | undefined): MadeGeneration | undefined {
  const { generation, version } = mapOf(value);
  return typeof generation === 'number' && typeof version === 'number' ? { generation, version } : undefined;
}

function retiredOf(value: ItemValue): readonly RetiredGeneration[] {
  const { generation, since } = mapOf(value);
  return typeof generation === 'number' ? [{ generation, since: numberOf(since) }] : [];
}

function mapOf(value: ItemValue | undefined): Attributes {
  return typeof value === 'object' && !Array.isArray(value) ? (value as Attributes) : {};
}

function numberOf(value: ItemValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function isList(value: ItemValue | undefined): value is readonly ItemValue[] {
  return Array.isArray(value);
}
