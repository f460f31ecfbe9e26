import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as timeout } from 'node:timers/promises';
import { forwardToKafka } from '../../../../lambdas/adapters/forward/forward-to-kafka.ts';
import { forwardToNats } from '../../../../lambdas/adapters/forward/forward-to-nats.ts';
import { forwardToRabbit } from '../../../../lambdas/adapters/forward/forward-to-rabbit.ts';
import { forwardToRedis } from '../../../../lambdas/adapters/forward/forward-to-redis.ts';
import type { OpenedForwarding } from '../../../../lambdas/adapters/forward/forwarding.ts';
import { openForwarding } from '../../../../lambdas/adapters/forward/open-forwarding.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createJitteredBackoff } from '../../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { systemTimers as timers } from '../../../../lambdas/adapters/system/system-timers.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { openBrokerConnections } from '../../../../lambdas/adapters/topology/open-broker-connections.ts';
import { reconcileBrokers } from '../../../../lambdas/adapters/topology/reconcile-brokers.ts';
import { openSource } from '../../../../lambdas/adapters/worker/open-source.ts';
import type { OpenedSource } from '../../../../lambdas/adapters/worker/opened-source.ts';
import { createWorkerHost } from '../../../../lambdas/adapters/worker/worker-host.ts';
import { type BrokerKind, brokerKinds } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { sourceOf } from '../../../../lambdas/contracts/definition/source-of.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { arriving } from '../../../support/commands.ts';
import { type RunningBroker, startBroker } from '../../../support/start-broker.ts';
import { Noted, movedPipeline } from './moved-pipeline.ts';

const testMs = 240_000;
const [looks, pauseMs] = [600, 100];

/** What a test started, last first. */
let closing: (() => Promise<unknown>)[] = [];

describe('the lag that a worker tells', () => {
  afterEach(async () => {
    for (const close of closing) {
      await close();
    }
    closing = [];
  }, testMs);

  it.each(brokerKinds)(
    'at %s is what was sent since its group last read, and nothing once that is read',
    async (kind) => {
      const broker = await startBroker(kind);
      closing.push(() => broker.stop());
      await made(kind, broker);
      await send(kind, broker, 3);
      await readAll(kind, broker, 3);
      const opened = await openedSource(kind, broker);
      closing.unshift(
        () => opened.source.close(),
        () => opened.close(),
      );

      expect(await waitingWhen(opened, (waiting) => waiting === 0)).toBe(0);
      await send(kind, broker, 7);
      expect(await waitingWhen(opened, (waiting) => waiting === 7)).toBe(7);
      await readAll(kind, broker, 7);
      expect(await waitingWhen(opened, (waiting) => waiting === 0)).toBe(0);
    },
    testMs,
  );
});

/** Makes at the broker what the pipeline needs. */
async function made(kind: BrokerKind, { variables }: RunningBroker): Promise<void> {
  const connections = await openBrokerConnections([kind], {
    ...{ clientId: 'test', environment: { variables }, telemetry },
  });
  await reconcileBrokers(movedPipeline(kind), connections);
  await connections.close();
}

/** Sends so many notes, of a key each. */
async function send(kind: BrokerKind, { variables }: RunningBroker, count: number): Promise<void> {
  const opened = await forwardings[kind]({
    ...{ pipeline: movedPipeline(kind), name: 'bridge', environment: { variables }, telemetry },
  });
  const notes = Array.from({ length: count }, (_, index) => Noted.of({ note: 'note', key: `key-${index}` }));
  const sent = await opened.publisher.publish(notes.map((note) => outgoingMessage(arriving(note))));
  await opened.close();
  expect(sent).toEqual({ failed: [] });
}

const forwardings: Readonly<
  Record<BrokerKind, (of: Parameters<typeof openForwarding>[0]) => Promise<OpenedForwarding>>
> = {
  kafka: (of) => openForwarding(of, forwardToKafka),
  redis: (of) => openForwarding(of, forwardToRedis),
  rabbitmq: (of) => openForwarding(of, forwardToRabbit),
  nats: (of) => openForwarding(of, forwardToNats),
};

/** Runs a worker until it has handled so many, and ends it. */
async function readAll(kind: BrokerKind, { variables }: RunningBroker, count: number): Promise<void> {
  const stop = new AbortController();
  let handled = 0;
  const host = createWorkerHost(movedPipeline(kind), 'reader', {
    ...{ items: createMemoryItemStore(), telemetry, variables },
    stop: { signal: stop.signal, ended: () => undefined },
  });
  await host.run({
    ...{ name: 'reader', handles: [Noted] },
    handle: () => {
      handled += 1;
      if (handled === count) {
        stop.abort();
      }
      return Promise.resolve(ok());
    },
  });
}

/** Opened as a worker opens it, and not read from. */
function openedSource(kind: BrokerKind, { variables }: RunningBroker): Promise<OpenedSource> {
  const pipeline = movedPipeline(kind);
  const from = sourceOf(pipeline, 'notes');
  if (from === undefined) {
    throw new RangeError('the pipeline has a source "notes"');
  }
  const { signal } = new AbortController();
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  return openSource(
    { ...{ pipeline, name: 'reader', environment: { variables } }, ...{ clock, timers, backoff, telemetry, signal } },
    from,
  );
}

/** Asks until the answer is as wanted: a broker counts a moment after it acknowledged. Answers the last one. */
async function waitingWhen(
  opened: OpenedSource,
  isWanted: (waiting: number | undefined) => boolean,
): Promise<number | undefined> {
  for (let look = 1; look < looks; look += 1) {
    const waiting = await opened.waiting();
    if (isWanted(waiting)) {
      return waiting;
    }
    await timeout(pauseMs);
  }
  return opened.waiting();
}
