import { describe, expect, it } from '@jest/globals';
import { PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { enumerateFaults } from './enumerate-faults.ts';
import { defaultSeeds } from './options.ts';
import { renderTrace } from './render-trace.ts';
import { type Publishing, type Scenario, limitCents, simpleOrder, stockOf } from './scenario.ts';
import { type FaultKind, faults, faultsOf, looks } from './schedule/faults.ts';
import type { TracedCall } from './schedule/scheduler.ts';
import { simulateMany } from './simulate-many.ts';
import { type Simulation, simulate } from './simulate.ts';
import { ordersWorld } from './world/orders-world.ts';

const patience = 120_000;

function scenario(publishing: Publishing, ...orders: Scenario['orders']): Scenario {
  return { orders, returns: [], stock: stockOf(orders), publishing, dispatches: false, defects: [] };
}

function traceOf(broken: Simulation | undefined): string {
  return broken === undefined ? '' : renderTrace(broken);
}

describe('the simulated pipeline', () => {
  it(
    'loses nothing and does nothing twice under any of the sampled schedules, which know every fault',
    async () => {
      const { statistics, broken } = await simulateMany(ordersWorld, defaultSeeds, () => undefined);

      expect(traceOf(broken)).toBe('');
      for (const kind of Object.keys(faults) as FaultKind[]) {
        expect([kind, statistics.faults[kind]]).not.toEqual([kind, 0]);
      }
      expect(statistics.repeated).toBeGreaterThan(defaultSeeds);
      expect(statistics.injected).toBeGreaterThan(0);
      expect(statistics.redriven).toBeGreaterThan(0);
      expect(statistics.lostRaces).toBeGreaterThan(defaultSeeds);
    },
    patience,
  );

  it.each([
    ['one order', scenario('relay', simpleOrder('a'))],
    ['one declined order', scenario('relay', simpleOrder('a', limitCents + 1))],
  ])(
    'survives every fault at every I/O call of %s, and a death at every mere look',
    async (_, orders) => {
      const { calls, runs, broken } = await enumerateFaults({
        world: ordersWorld,
        seed: 7,
        scenario: orders,
        faultsAt: allFaults,
      });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(100);
      expect(runs).toBeGreaterThan(1.5 * calls);
    },
    patience,
  );

  it.each([
    ['has its sweepers finish an order while the relay is off for ever', scenario('sweepers', simpleOrder('a'))],
    [
      'has its sweepers finish what consumers that publish at once left, while the relay is off for ever',
      { ...scenario('sweepers', simpleOrder('a')), dispatches: true },
    ],
  ])(
    '%s, whichever I/O call a process dies after',
    async (_, orders) => {
      const { calls, runs, broken } = await enumerateFaults({
        world: ordersWorld,
        seed: 7,
        scenario: orders,
        faultsAt: deaths,
      });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(150);
      expect(runs).toBeGreaterThanOrEqual(calls);
    },
    patience,
  );

  it(
    'takes an order back while it is in flight, whichever I/O call a process dies after',
    async () => {
      const order = simpleOrder('a');
      const { customerId, placedAt, lines } = order;
      const goods = {
        returnId: 'Ca',
        customerId,
        returnedAt: placedAt,
        lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      };
      const { calls, runs, broken } = await enumerateFaults({
        ...{ world: ordersWorld, seed: 7, scenario: { ...scenario('relay', order), returns: [goods] } },
        faultsAt: deaths,
      });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(200);
      expect(runs).toBeGreaterThanOrEqual(calls);
    },
    patience,
  );

  it(
    'has its operators redrive a parked key in order, whichever I/O call one of them or a consumer dies after',
    async () => {
      const orders = [simpleOrder('a'), simpleOrder('a')];
      const defects = [{ consumer: 'placeOrder', type: PlaceOrder.name, orderId: 'a' }] as const;
      const { calls, runs, broken } = await enumerateFaults({
        ...{ world: ordersWorld, seed: 7, scenario: { ...scenario('relay', ...orders), defects } },
        faultsAt: deaths,
      });

      expect(traceOf(broken)).toBe('');
      expect(calls).toBeGreaterThan(200);
      expect(runs).toBeGreaterThan(calls);
    },
    patience,
  );

  it('replays a seed call by call', async () => {
    const [first, second] = [
      await simulate({ world: ordersWorld, seed: 5 }),
      await simulate({ world: ordersWorld, seed: 5 }),
    ];

    expect(second).toEqual(first);
    expect(first.trace.length).toBeGreaterThan(50);
  });
});

function allFaults({ operation }: TracedCall): readonly FaultKind[] {
  return looks.has(operation) ? ['crash-after'] : faultsOf[operation];
}

/** Deaths after every call; where it is a sweeper's or an operator's and more than a look, everything else as well. */
function deaths({ process, operation }: TracedCall): readonly FaultKind[] {
  return /^(sweeper|operator)/.test(process) && !looks.has(operation) ? faultsOf[operation] : ['crash-after'];
}
