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
import { voyageMutants } from './mutants/voyage-mutants.ts';
import { type VoyagePlan, type VoyageScenario, obliging } from './scenario.ts';
import { voyagesWorld } from './voyages-world.ts';

const patience = 120_000;
const world = voyagesWorld;

function scenario(plan: Partial<VoyagePlan>, others: Partial<VoyageScenario> = {}): VoyageScenario {
  const behaved: VoyagePlan = { voyage: 'a', decision: 'approve', behaviours: {}, unwanted: false, twice: false };
  return { plans: [{ ...behaved, ...plan }], orders: [], upgradeAfter: 0, ...others };
}

function traceOf(broken: Simulation | undefined): string {
  return broken === undefined ? '' : renderTrace(broken);
}

describe('sagas in the simulated world', () => {
  it(
    'end as they must under any of the sampled schedules, with timers, decisions, parallel steps, two versions and operators',
    async () => {
      const { broken } = await simulateMany(world, defaultSeeds, () => undefined);

      expect(traceOf(broken)).toBe('');
    },
    patience,
  );

  it.each([
    ['a voyage that is made', scenario({}, { upgradeAfter: 1 })],
    ['a voyage whose seat is refused while its meal is in flight', scenario({ behaviours: refusing('seat') })],
    ['a voyage about which nobody decides', scenario({ decision: 'never' })],
    ['a voyage of which a step is not answered in time', scenario({ behaviours: silent('book', 5) })],
    ['a voyage that is given up, with an undo that fails until an operator helps', failing()],
  ])(
    'come to the same end whichever I/O call a process dies after, and whatever strikes a saga or a timer: %s',
    async (_, one) => {
      const { calls, runs, broken } = await enumerateFaults({ world, seed: 7, scenario: one, faultsAt });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(60);
      expect(runs).toBeGreaterThanOrEqual(calls);
    },
    patience,
  );

  it.each(Object.entries(voyageMutants))(
    'are seen to be broken when %s',
    async (_, mutation) => {
      const broken = await firstBroken({ world, mutation }, seedsForMutants);

      expect(broken?.breaches[0]).toEqual(expect.any(String));
    },
    patience,
  );

  it('replay call by call', async () => {
    const [first, second] = [await simulate({ world, seed: 5 }), await simulate({ world, seed: 5 })];

    expect(second).toEqual(first);
    expect(first.trace.length).toBeGreaterThan(50);
  });
});

/** Deaths after every call; where it is a saga's or a timer's and more than a look, everything else as well. */
function faultsAt({ process, operation }: TracedCall): readonly FaultKind[] {
  return /^(voyage|timer)/.test(process) && !looks.has(operation) ? faultsOf[operation] : ['crash-after'];
}

function refusing(step: string): VoyagePlan['behaviours'] {
  return { [step]: { ...obliging, refuses: true } };
}

function silent(step: string, silentTimes: number): VoyagePlan['behaviours'] {
  return { [step]: { ...obliging, silentTimes } };
}

function failing(): VoyageScenario {
  const behaviours = { book: { ...obliging, undoFailures: 3 } };
  return scenario({ behaviours, decision: 'reject' }, { upgradeAfter: 1 });
}
