import type { ItemStore } from '../ports/item-store.ts';
import type { Projection } from './projection.ts';
import { type Registry, changeRegistry, nextGeneration } from './registry.ts';

type Made = Pick<Projection, 'name' | 'version'>;

/**
 * A projection's registry as its version needs it: the first generation is live at once, and what an older version has
 * made is built anew beside it. A newer version's is left alone.
 */
export function beginProjection(items: Pick<ItemStore, 'get' | 'write'>, projection: Made): Promise<Registry> {
  const { name, version } = projection;
  return changeRegistry(items, name, (registry) => {
    const { live, building } = registry;
    if (live === undefined) {
      return { ...registry, live: { generation: nextGeneration(registry), version } };
    }
    const newest = Math.max(live.version, building?.version ?? 0);
    return newest < version ? withBuilding(registry, version) : undefined;
  });
}

/** Begins a new generation of a view, unless one of this version is being built. */
export function requestRebuild(items: Pick<ItemStore, 'get' | 'write'>, projection: Made): Promise<Registry> {
  const { name, version } = projection;
  return changeRegistry(items, name, (registry) =>
    registry.building?.version === version ? undefined : withBuilding(registry, version),
  );
}

/** A half-built generation of another version is given up at once: nobody has ever read it. */
function withBuilding(registry: Registry, version: number): Registry {
  const { building, retired } = registry;
  return {
    ...registry,
    building: { generation: nextGeneration(registry), version },
    retired: building === undefined ? retired : [...retired, { generation: building.generation, since: 0 }],
  };
}
