import { describe, expect, it } from '@jest/globals';
import { seedsForMutants } from './catch-mutants.ts';
import { enumerateFaults } from './enumerate-faults.ts';
import { firstBroken } from './first-broken.ts';
import { mutants } from './mutants/mutants.ts';
import { defaultSeeds } from './options.ts';
import { renderTrace } from './render-trace.ts';
import { type Publishing, type Scenario, limitCents, simpleOrder, stockOf } from './scenario.ts';
import { type FaultKind, faults, faultsOf } from './schedule/faults.ts';
import type { TracedCall } from './schedule/scheduler.ts';
import { shrink } from './shrink.ts';
import { simulateMany } from './simulate-many.ts';
import { type Simulation, simulate } from './simulate.ts';

const patience = 120_000;

function scenario(publishing: Publishing, ...orders: Scenario['orders']): Scenario {
  return { orders, stock: stockOf(orders), publishing };
}

function traceOf(broken: Simulation | undefined): string {
  return broken === undefined ? '' : renderTrace(broken);
}

describe('the simulated pipeline', () => {
  it(
    'loses nothing and does nothing twice under any of the sampled schedules, which know every fault',
    async () => {
      const { statistics, broken } = await simulateMany(defaultSeeds, () => undefined);

      expect(traceOf(broken)).toBe('');
      for (const kind of Object.keys(faults) as FaultKind[]) {
        expect([kind, statistics.faults[kind]]).not.toEqual([kind, 0]);
      }
      expect(statistics.repeated).toBeGreaterThan(defaultSeeds);
      expect(statistics.injected).toBeGreaterThan(0);
      expect(statistics.lostRaces).toBeGreaterThan(defaultSeeds);
    },
    patience,
  );

  it.each([
    ['one order', scenario('relay', simpleOrder('a'))],
    ['one declined order', scenario('relay', simpleOrder('a', limitCents + 1))],
  ])(
    'survives every fault at every single I/O call of %s',
    async (_, orders) => {
      const { calls, runs, broken } = await enumerateFaults({ seed: 7, scenario: orders });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(100);
      expect(runs).toBeGreaterThan(4 * calls);
    },
    patience,
  );

  it(
    'has its sweepers finish an order while the relay is off for ever, whichever I/O call their process dies after',
    async () => {
      const { calls, runs, broken } = await enumerateFaults({
        ...{ seed: 7, scenario: scenario('sweepers', simpleOrder('a')) },
        faultsAt: deaths,
      });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(400);
      expect(runs).toBeGreaterThan(calls);
    },
    patience,
  );

  it('replays a seed call by call', async () => {
    const [first, second] = [await simulate({ seed: 5 }), await simulate({ seed: 5 })];

    expect(second).toEqual(first);
    expect(first.trace.length).toBeGreaterThan(50);
  });
});

/** Deaths after every call; where it is a sweeper's and more than a look, everything else as well. */
function deaths({ process, operation }: TracedCall): readonly FaultKind[] {
  return process.startsWith('sweeper') && operation !== 'look' ? faultsOf[operation] : ['crash-after'];
}

describe('the checks of the simulation', () => {
  it('are held against at least 12 mutants', () => {
    expect(Object.keys(mutants).length).toBeGreaterThanOrEqual(12);
  });

  it.each(Object.entries(mutants))(
    'catch it when %s',
    async (_, mutation) => {
      const broken = await firstBroken(mutation, seedsForMutants);

      expect(broken?.breaches[0]).toEqual(expect.any(String));
    },
    patience,
  );

  it(
    'shrink a broken run to the faults it needs, and say how to replay it',
    async () => {
      const mutation = mutants['messages are acknowledged before they are handled'] ?? {};
      const broken = await firstBroken(mutation, seedsForMutants);
      if (broken === undefined) {
        throw new TypeError('the mutant must be caught');
      }

      const least = await shrink({ seed: broken.seed, mutation }, broken);

      expect(least.breaches.length).toBeGreaterThan(0);
      expect(least.faults.length).toBeLessThan(broken.faults.length);
      expect(renderTrace(least)).toContain(`replay with: npm run simulate -- --seed ${broken.seed}`);
    },
    patience,
  );
});
