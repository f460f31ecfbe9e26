import { beforeEach, describe, expect, it } from '@jest/globals';
import { breakerKey } from '../../../../lambdas/core/breaker/breaker-item.ts';
import { type GuardedSource, guardSource } from '../../../../lambdas/core/breaker/guard-source.ts';
import { pauseKey } from '../../../../lambdas/core/breaker/pause-record.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { SourceControl } from '../../../../lambdas/core/ports/source-control.ts';
import { type GuardWorld, guardWorld } from './guard-world.ts';

const died = new Error('the process died');

let world: GuardWorld;
const look = (differences: Partial<GuardWorld> = {}): Promise<GuardedSource> =>
  guardSource({ ...world, ...differences }, 'work');
const coolDown = (): void => {
  world.clock.advance(world.policy.coolDownSeconds * 1000);
};
const pausedByGuard = async (): Promise<unknown> =>
  (await world.items.get(pauseKey('work')))?.attributes['pausedByGuard'];

beforeEach(() => {
  world = guardWorld();
});

describe('a guarded source', () => {
  it('costs one query and no call while its breaker is closed', async () => {
    expect(await look()).toEqual({ state: 'closed', paused: false });
    expect(world.counts).toEqual({ get: 0, write: 0, transact: 0, query: 1 });
    expect(world.asked).toEqual([]);
  });

  it('is paused when its breaker opens, once, and resumed for a trial after the cool-down', async () => {
    await world.fail();

    expect(await look()).toEqual({ state: 'open', paused: true });
    expect(await look()).toEqual({ state: 'open', paused: true });
    expect(world.source.isPaused('work')).toBe(true);
    coolDown();
    expect(await look()).toEqual({ state: 'half-open', paused: false });
    expect(await look()).toEqual({ state: 'half-open', paused: false });
    expect(world.source.isPaused('work')).toBe(false);
    expect(world.asked).toEqual(['paused?', 'pause', 'paused?', 'resume']);
  });

  it('is paused again when somebody switched it on while its breaker is open', async () => {
    await world.fail();
    await look();
    await world.source.resume('work');

    await look();

    expect(world.source.isPaused('work')).toBe(true);
  });
});

describe('a source that an operator paused', () => {
  it('stays paused when its breaker opens and cools down', async () => {
    await world.source.pause('work');
    await world.fail();

    await look();
    coolDown();
    await look();

    expect(world.source.isPaused('work')).toBe(true);
    expect(world.asked).toEqual(['paused?']);
  });

  it('stays paused when its breaker never opens', async () => {
    await world.source.pause('work');

    await look();

    expect(world.source.isPaused('work')).toBe(true);
  });

  it('stays paused after a guard has resumed it once', async () => {
    await world.fail();
    await look();
    coolDown();
    await look();
    await world.source.pause('work');

    await look();

    expect(world.source.isPaused('work')).toBe(true);
  });

  it('stays paused when the operator has removed the record of the guard that had paused it', async () => {
    await world.fail();
    await look();
    await world.items.write({ kind: 'delete', key: pauseKey('work'), when: [] });
    coolDown();
    await look();
    expect(world.source.isPaused('work')).toBe(true);
  });

  it('is resumed at once when the breaker that paused it is removed', async () => {
    await world.fail();
    await look();
    await world.items.write({ kind: 'delete', key: breakerKey('work'), when: [] });

    await look();

    expect(world.source.isPaused('work')).toBe(false);
  });
});

describe('a guard that dies', () => {
  const calls = ['query', 'paused?', 'lease', 'pause before', 'pause after', 'record'] as const;

  /** Everything up to the named call happens, and nothing after it. */
  function dyingAt(place: (typeof calls)[number]): { readonly items: ItemStore; readonly control: SourceControl } {
    let dead = false;
    let writes = 0;
    const step = async <Answer>(name: string, act: () => Promise<Answer>): Promise<Answer> => {
      dead ||= name === place;
      return dead ? Promise.reject(died) : act();
    };
    const { items, control } = world;
    const change = async (act: () => Promise<void>): Promise<void> => {
      await step('pause before', act);
      await step('pause after', () => Promise.resolve());
    };
    return {
      items: {
        ...items,
        query: (query) => step('query', () => items.query(query)),
        write: (write) => step((writes += 1) === 1 ? 'lease' : 'record', () => items.write(write)),
      },
      control: {
        paused: (queue) => step('paused?', () => control.paused(queue)),
        pause: (queue) => change(() => control.pause(queue)),
        resume: (queue) => change(() => control.resume(queue)),
      },
    };
  }

  it.each(calls)(
    'while it pauses, at %s, is repaired by the next one, and the source is resumed in time',
    async (at) => {
      await world.fail();
      await expect(look(dyingAt(at))).rejects.toThrow(died);

      world.clock.advance(world.leaseSeconds * 1000);
      await look();
      expect(world.source.isPaused('work')).toBe(true);
      coolDown();
      await look();

      expect(world.source.isPaused('work')).toBe(false);
      expect(await pausedByGuard()).toBe(false);
    },
  );

  it.each(calls.filter((at) => at !== 'paused?'))(
    'while it resumes, at %s, is repaired by the next one',
    async (at) => {
      await world.fail();
      await look();
      coolDown();
      await expect(look(dyingAt(at))).rejects.toThrow(died);

      world.clock.advance(world.leaseSeconds * 1000);
      await look();

      expect(world.source.isPaused('work')).toBe(false);
      expect(await pausedByGuard()).toBe(false);
    },
  );
});

describe('two guards at once', () => {
  it('pause a source once', async () => {
    await world.fail();

    await Promise.all([look(), look()]);

    expect(world.asked.filter((call) => call === 'pause')).toEqual(['pause']);
    expect(await look()).toEqual({ state: 'open', paused: true });
  });

  it('leave to the first what the second saw before: a late one resumes nothing that was paused again', async () => {
    await world.fail();
    await look();
    coolDown();
    const slow: ItemStore = {
      ...world.items,
      query: async (query) => {
        const seen = await world.items.query(query);
        await look();
        await world.fail();
        await look();
        return seen;
      },
    };

    const result = await look({ items: slow });

    expect(result.paused).toBe(true);
    expect(world.source.isPaused('work')).toBe(true);
  });

  it('wait for the lease of the one at work', async () => {
    await world.fail();
    let second: GuardedSource | undefined;
    const control = {
      ...world.control,
      pause: async (queue: string) => {
        second = await look();
        await world.control.pause(queue);
      },
    };

    await look({ control });

    expect(second).toEqual({ state: 'open', paused: true });
    expect(world.asked.filter((call) => call === 'pause')).toEqual(['pause']);
  });
});
