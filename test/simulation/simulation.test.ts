import { describe, expect, it } from '@jest/globals';
import { enumerateCrashes } from './enumerate-crashes.ts';
import { mutants } from './mutants.ts';
import { renderTrace } from './render-trace.ts';
import { type Scenario, limitCents, simpleOrder, stockOf } from './scenario.ts';
import { shrink } from './shrink.ts';
import { type Simulation, simulate } from './simulate.ts';

const seeds = 150;
const patience = 120_000;

function scenario(...orders: Scenario['orders']): Scenario {
  return { orders, stock: stockOf(orders) };
}

async function firstBroken(mutation: (typeof mutants)[string]): Promise<Simulation | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const simulation = await simulate({ seed, mutation });
    if (simulation.breaches.length > 0) {
      return simulation;
    }
  }
  return undefined;
}

describe('the simulated pipeline', () => {
  it(
    'loses nothing and does nothing twice under any of the sampled schedules',
    async () => {
      let crashes = 0;
      for (let seed = 1; seed <= seeds; seed += 1) {
        const simulation = await simulate({ seed });
        crashes += simulation.statistics.crashes;
        expect(simulation.breaches.length === 0 ? '' : renderTrace(simulation)).toBe('');
      }
      expect(crashes).toBeGreaterThan(seeds);
    },
    patience,
  );

  it.each([
    ['one order', scenario(simpleOrder('a'))],
    ['one declined order', scenario(simpleOrder('a', limitCents + 1))],
  ])(
    'survives a crash, a lost answer and a stall at every single I/O call of %s',
    async (_, orders) => {
      const { runs, broken } = await enumerateCrashes(7, orders);

      expect(broken === undefined ? '' : renderTrace(broken)).toBe('');
      expect(runs).toBeGreaterThan(400);
    },
    patience,
  );

  it('replays a seed call by call', async () => {
    const [first, second] = [await simulate({ seed: 5 }), await simulate({ seed: 5 })];

    expect(second).toEqual(first);
    expect(first.trace.length).toBeGreaterThan(50);
  });
});

describe('the checks of the simulation', () => {
  it('are held against at least 12 mutants', () => {
    expect(Object.keys(mutants).length).toBeGreaterThanOrEqual(12);
  });

  it.each(Object.entries(mutants))(
    'catch it when %s',
    async (_, mutation) => {
      const broken = await firstBroken(mutation);

      expect(broken?.breaches[0]).toEqual(expect.any(String));
    },
    patience,
  );

  it(
    'shrink a broken run to the faults it needs, and say how to replay it',
    async () => {
      const mutation = mutants['messages are acknowledged before they are handled'] ?? {};
      const broken = await firstBroken(mutation);
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
