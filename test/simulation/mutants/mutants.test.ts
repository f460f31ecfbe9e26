import { describe, expect, it } from '@jest/globals';
import { seedsForMutants } from '../catch-mutants.ts';
import { firstBroken } from '../first-broken.ts';
import { renderTrace } from '../render-trace.ts';
import { shrink } from '../shrink.ts';
import { ordersWorld } from '../world/orders-world.ts';
import { mutants } from './mutants.ts';

const patience = 120_000;

describe('the checks of the simulation', () => {
  it('are held against at least 12 mutants', () => {
    expect(Object.keys(mutants).length).toBeGreaterThanOrEqual(12);
  });

  it.each(Object.entries(mutants))(
    'catch it when %s',
    async (_, mutation) => {
      const broken = await firstBroken({ world: ordersWorld, mutation }, seedsForMutants);

      expect(broken?.breaches[0]).toEqual(expect.any(String));
    },
    patience,
  );

  it(
    'shrink a broken run to the faults it needs, and say how to replay it',
    async () => {
      const mutation = mutants['messages are acknowledged before they are handled'] ?? {};
      const broken = await firstBroken({ world: ordersWorld, mutation }, seedsForMutants);
      if (broken === undefined) {
        throw new TypeError('the mutant must be caught');
      }

      const least = await shrink({ world: ordersWorld, seed: broken.seed, mutation }, broken);

      expect(least.breaches.length).toBeGreaterThan(0);
      expect(least.faults.length).toBeLessThan(broken.faults.length);
      expect(renderTrace(least)).toContain(`replay with: npm run simulate -- --world orders --seed ${broken.seed}`);
    },
    patience,
  );
});
