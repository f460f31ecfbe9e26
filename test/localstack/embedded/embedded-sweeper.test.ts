import { expect, it } from '@jest/globals';
import type { Order } from '../../../lambdas/contracts/orders/order-messages.ts';
import { coreOrders as definition } from '../../../lambdas/contracts/orders/core-orders.ts';
import { sweeper } from '../../../lambdas/contracts/definition/sweeper.ts';
import { runEmbedded } from '../../../localstack/embedded/run-embedded.ts';
import { embeddedRelay } from '../../../localstack/embedded/embedded-relay.ts';
import { embeddedSweeper } from '../../../localstack/embedded/embedded-sweeper.ts';
import type { EmbeddedOutboxParts } from '../../../localstack/embedded/embedded-outbox.ts';
import type { EmbeddedTask } from '../../../localstack/embedded/embedded-task.ts';
import type { RunReport } from '../../../localstack/report/run-report.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { entriesOf } from '../../support/entries-of.ts';
import { embeddedRig, type EmbeddedRig } from './embedded-rig.ts';

const schedule = definition.sweeper ?? sweeper({ entry: 'unused' });

/** Enough that a page of the index is not all of it; some are declined, some want what is out of stock. */
const orders: readonly Order[] = Array.from({ length: 60 }, (_, at) =>
  placedOrder({
    orderId: `o${at}`,
    lines: [{ sku: at % 10 === 3 ? 'rare' : 'CD', quantity: 1, amount: at % 7 === 0 ? 20_000 : 1_000 }],
    total: at % 7 === 0 ? 20_000 : 1_000,
  }),
);

type Outbox = (parts: EmbeddedOutboxParts) => readonly EmbeddedTask[];

const sweeperAlone: Outbox = ({ telemetryOf, ...parts }) => [
  embeddedSweeper({ ...parts, telemetry: telemetryOf('sweeper') }, schedule),
];

const relayAlone: Outbox = ({ telemetryOf, ...parts }) => [
  embeddedRelay({ ...parts, telemetry: telemetryOf('relay') }, definition.relay),
];

async function runWith(outboxOf?: Outbox): Promise<EmbeddedRig> {
  const rig = await embeddedRig({ orders, stock: { rare: 2 }, ...(outboxOf && { outboxOf }) });
  await rig.place(...orders);
  await rig.settle();
  return rig;
}

function figuresOf(report: RunReport): unknown {
  const { consumers, queues, invariants } = report;
  return { orders: report.orders, consumers, queues, invariants: invariants.map(({ holds }) => holds) };
}

function sweptIn(report: RunReport): string | undefined {
  return report.patterns.find(({ name }) => name === 'transactional outbox')?.evidence;
}

it('failure mode 34: finishes every order when the relay never runs, with the figures of a run in which it does', async () => {
  const relayed = (await runWith()).report(orders);
  const rig = await runWith(sweeperAlone);
  const swept = rig.report(orders);

  expect(figuresOf(swept)).toEqual(figuresOf(relayed));
  expect(swept.orders).toMatchObject({ accepted: 60, inFlight: 0, parked: 0 });
  expect(Object.keys(swept.orders.compensated).sort()).toEqual(['out of stock', 'payment declined']);
  expect(swept.invariants.every(({ holds }) => holds)).toBe(true);
  expect(sweptIn(relayed)).toContain(' 0 messages published by the sweeper');
  expect(sweptIn(swept)).not.toContain(' 0 messages published by the sweeper');
  expect(rig.log).toEqual([]);
});

it('failure mode 16: finishes what was committed longer ago than a stream keeps it', async () => {
  const rig = await embeddedRig({ orders, outboxOf: sweeperAlone });
  await rig.place(...orders);
  await rig.pipeline.turn();
  rig.clock.advance(25 * 3_600_000);

  await rig.settle();
  const report = rig.report(orders);

  expect(report.orders).toMatchObject({ accepted: 60, inFlight: 0, parked: 0 });
  expect(report.invariants.every(({ holds }) => holds)).toBe(true);
});

it('failure mode 32: what was committed stays where it is, and is not sent, while neither relay nor sweeper runs', async () => {
  const rig = await runWith(() => []);

  const { orders: figures, queues } = rig.report(orders);

  expect(figures).toMatchObject({ completed: 0, inFlight: 60 });
  expect(queues.find(({ name }) => name === 'fulfilment')?.sent).toBe(0);
});

it("sweeps by the run's clock: nothing before the first interval is over or a message has waited long enough", async () => {
  const rig = await embeddedRig({ orders: orders.slice(0, 1), outboxOf: sweeperAlone });
  const sentTo = (queue: string): number => rig.broker.figuresOf(queue).sent;
  await rig.place(...orders.slice(0, 1));
  await rig.pipeline.turn();
  rig.clock.advance(schedule.everyMinutes * 60_000 - 1);
  const early = await rig.pipeline.turn();

  rig.clock.advance(1);
  const due = await rig.pipeline.turn();

  expect([early, due, sentTo('fulfilment')]).toEqual([false, true, 1]);
});

it('has nothing to wake for when nothing waits, and the next sweep when something does', async () => {
  const rig = await embeddedRig({ orders: orders.slice(0, 1), outboxOf: sweeperAlone });
  const idle = await rig.pipeline.wakesAt();
  await rig.place(...orders.slice(0, 1));
  await rig.pipeline.turn();

  const waiting = await rig.pipeline.wakesAt();

  expect([idle, waiting]).toEqual([undefined, rig.clock.now() + schedule.everyMinutes * 60_000]);
});

it('does not lengthen a run whose relay keeps up', async () => {
  const turnsOf = async (outboxOf?: Outbox): Promise<number> => {
    const rig = await embeddedRig({ orders, ...(outboxOf && { outboxOf }) });
    let turns = 0;
    const pipeline: EmbeddedTask = {
      turn: () => {
        turns += 1;
        return rig.pipeline.turn();
      },
      wakesAt: () => rig.pipeline.wakesAt(),
    };
    const signal = new AbortController().signal;
    await runEmbedded({ ...rig, entries: entriesOf(orders), pipeline, signal, onProgress: () => undefined });
    return turns;
  };

  expect(await turnsOf()).toBe(await turnsOf(relayAlone));
});
