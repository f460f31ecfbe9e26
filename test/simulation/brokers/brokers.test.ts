import { describe, expect, it } from '@jest/globals';
import { seedsForMutants } from '../catch-mutants.ts';
import { enumerateFaults } from '../enumerate-faults.ts';
import { firstBroken } from '../first-broken.ts';
import { defaultSeeds } from '../options.ts';
import { renderTrace } from '../render-trace.ts';
import { type FaultKind, faultsOf, looks } from '../schedule/faults.ts';
import type { TracedCall } from '../schedule/scheduler.ts';
import { simulateMany } from '../simulate-many.ts';
import { type Simulation, simulate } from '../simulate.ts';
import { brokersWorld } from './brokers-world.ts';
import { newsMutants } from './mutants/news-mutants.ts';
import type { NewsScenario, Story } from './scenario.ts';

const patience = 120_000;
const world = brokersWorld;

const sold: Story = { orderId: 'a', units: 2, total: 2000, end: 'confirmed', refund: 500 };
const refused: Story = { orderId: 'b', units: 1, total: 1000, end: 'rejected', refund: undefined };

function scenario(parts: Partial<NewsScenario>): NewsScenario {
  return { stories: [sold], turns: [0, 0, 0], defects: [], ...parts };
}

function traceOf(broken: Simulation | undefined): string {
  return broken === undefined ? '' : renderTrace(broken);
}

describe('what is told over brokers in the simulated world', () => {
  it(
    'arrives once, whatever strikes bridges, brokers, readers and operators in the sampled schedules',
    async () => {
      const { broken, statistics } = await simulateMany(world, defaultSeeds, () => undefined);

      expect(traceOf(broken)).toBe('');
      expect(statistics.repeated).toBeGreaterThan(0);
      expect(statistics.redriven).toBeGreaterThan(0);
    },
    patience,
  );

  it.each([
    ['an order that is sold and comes back in part', scenario({})],
    ['an order that is refused', scenario({ stories: [refused], turns: [0, 0] })],
    [
      'news of a key that its reader parks until it is repaired',
      scenario({ defects: [{ consumer: 'salesProjection', type: 'order.confirmed', orderId: 'a' }] }),
    ],
    [
      'a letter of a work queue that goes back to it',
      scenario({ defects: [{ consumer: 'pickOrder', type: 'order.placed', orderId: 'a' }] }),
    ],
  ])(
    'arrives once whichever I/O call a process dies after, and whatever strikes a reader: %s',
    async (_, one) => {
      const { calls, runs, broken } = await enumerateFaults({ world, seed: 7, scenario: one, faultsAt });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(60);
      expect(runs).toBeGreaterThanOrEqual(calls);
    },
    patience,
  );

  it.each(Object.entries(newsMutants))(
    'is seen to be broken when %s',
    async (_, mutation) => {
      const broken = await firstBroken({ world, mutation }, seedsForMutants);

      expect(broken?.breaches[0]).toEqual(expect.any(String));
    },
    patience,
  );

  it('replays call by call', async () => {
    const [first, second] = [await simulate({ world, seed: 5 }), await simulate({ world, seed: 5 })];

    expect(second).toEqual(first);
    expect(first.trace.length).toBeGreaterThan(50);
  });
});

/** Deaths after every call; where it is a reader's and more than a look, everything else as well. */
function faultsAt({ process, operation }: TracedCall): readonly FaultKind[] {
  return /^(sales|pick|live|notify)/u.test(process) && !looks.has(operation) ? faultsOf[operation] : ['crash-after'];
}
