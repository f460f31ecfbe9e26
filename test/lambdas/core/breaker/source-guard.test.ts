import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type SourceGuard,
  createSourceGuard,
  lookEveryMilliseconds,
} from '../../../../lambdas/core/breaker/source-guard.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { type GuardWorld, guardWorld } from './guard-world.ts';

const queues = ['other', 'work'];

let world: GuardWorld;
let slept: number;
const guardOf = (differences: Partial<GuardWorld> = {}): SourceGuard =>
  createSourceGuard({
    ...world,
    ...differences,
    queues,
    sleep: (milliseconds) => {
      slept += 1;
      world.clock.advance(milliseconds);
      return Promise.resolve();
    },
  });
const deadline = (): number => world.clock.now() + 45_000;

beforeEach(() => {
  world = guardWorld();
  slept = 0;
});

describe('a guard', () => {
  it('looks once at sources that are at rest, and counts that none is open', async () => {
    expect(await guardOf().watch({ deadline: deadline() })).toEqual({ open: 0, halfOpen: 0, paused: 0, failed: 0 });
    expect({ slept, queries: world.counts.query }).toEqual({ slept: 0, queries: 2 });
    expect(world.telemetry.counts.get('BreakersOpen')).toBe(0);
  });

  it('looks again every five seconds until its deadline while a breaker is open', async () => {
    await world.fail();

    expect(await guardOf().watch({ deadline: deadline() })).toMatchObject({ open: 1, paused: 1 });
    expect(slept).toBe(Math.ceil(45_000 / lookEveryMilliseconds) - 1);
    expect(world.telemetry.counts.get('BreakersOpen')).toBe(1);
  });

  it('pauses a source whose trial fails within the same run', async () => {
    await world.fail();
    await guardOf().look();
    world.clock.advance(world.policy.coolDownSeconds * 1000);
    const looks: boolean[] = [];
    const guard = createSourceGuard({
      ...world,
      queues,
      sleep: async (milliseconds) => {
        looks.push(world.source.isPaused('work'));
        world.clock.advance(milliseconds);
        if (looks.length === 1) {
          await world.fail();
        }
      },
    });

    await guard.watch({ deadline: deadline() });

    expect(looks.slice(0, 2)).toEqual([false, true]);
  });

  it('keeps guarding the other sources when one cannot be reached, and counts nothing, so that it is missed', async () => {
    await world.fail('other');
    await world.fail();
    const refuse = new PipelineError('the mapping must answer', { code: 'source-unavailable', retryable: true });
    const control = {
      ...world.control,
      pause: (queue: string) => (queue === 'other' ? Promise.reject(refuse) : world.control.pause(queue)),
    };

    expect(await guardOf({ control }).watch({ deadline: deadline() })).toMatchObject({ open: 1, paused: 1, failed: 1 });
    expect(world.source.isPaused('work')).toBe(true);
    expect(world.telemetry.counts.has('BreakersOpen')).toBe(false);
  });

  it('tries a source that could not be reached again at the next look', async () => {
    await world.fail();
    const refuse = new PipelineError('the mapping must answer', { code: 'source-unavailable', retryable: true });
    let tries = 0;
    const control = {
      ...world.control,
      pause: (queue: string) => ((tries += 1) === 1 ? Promise.reject(refuse) : world.control.pause(queue)),
    };

    await guardOf({ control }).watch({ deadline: deadline() });

    expect({ tries, paused: world.source.isPaused('work') }).toEqual({ tries: 2, paused: true });
  });

  it('looks at least once, however late it is', async () => {
    await world.fail();

    await guardOf().watch({ deadline: world.clock.now() });

    expect(world.source.isPaused('work')).toBe(true);
    expect(slept).toBe(0);
  });
});
