import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { ok } from '../../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createSagaConsumer } from '../../../lambdas/core/saga/saga-consumer.ts';
import type { Process } from '../schedule/process.ts';
import { type Worker, consumeQueue } from '../stage/consume-queue.ts';
import { itemsOf } from '../stage/items-of.ts';
import { relayStream } from '../stage/relay-stream.ts';
import { type Part, several } from '../stage/run-to-end.ts';
import { sweepOutboxes } from '../stage/sweep-outboxes.ts';
import { deployedVoyages } from './deployed-voyages.ts';
import { createDesk } from './desk.ts';
import { helpOut, meddle } from './roles/operate-voyages.ts';
import { sweepTimers } from './roles/sweep-timers.ts';
import { unwantVoyages, wantVoyages } from './roles/want-voyages.ts';
import { obliging } from './scenario.ts';
import { createServices } from './services.ts';
import { hmacSigner } from './signer.ts';
import { voyagePipeline } from './voyage-pipeline.ts';
import type { VoyageWorld } from './voyage-world.ts';

type WorkerName = keyof typeof voyagePipeline.consumers;

/** Who is at work in a world of voyages. */
export function castOfVoyages(world: VoyageWorld): readonly Part[] {
  return [
    { name: 'wants', role: 'traveller', play: (process) => wantVoyages(world, process) },
    { name: 'unwants', role: 'traveller', play: (process) => unwantVoyages(world, process) },
    { name: 'meddler', role: 'operator', play: (process) => meddle(world, process) },
    { name: 'relay', role: 'relay', play: (process) => relayStream(world, process) },
    ...several('sweeper', (process) => sweepOutboxes(world, process)),
    ...several('timer', (process) => sweepTimers(world, process)),
    ...several('operator', (process) => helpOut(world, process)),
    ...(Object.keys(consumers) as readonly WorkerName[]).flatMap((name) =>
      several(name, (process) => consumeQueue(world, process, workerOf(world, process, name))),
    ),
  ];
}

function workerOf(world: VoyageWorld, process: Process, name: WorkerName): Worker {
  const { source, timeoutSeconds } = voyagePipeline.consumers[name];
  return { consumer: consumers[name](world, process), source, timeoutSeconds };
}

const consumers: Readonly<Record<WorkerName, (world: VoyageWorld, process: Process) => Consumer>> = {
  voyage: sagaOf,
  services: (world, process) =>
    createServices({
      items: itemsOf(world, process),
      writer: createMessageWriter({ ids: world.ids, clock: world.clock, source: '/services' }),
      behaviourOf: (voyage, step) => planOf(world, voyage)?.behaviours[step] ?? obliging,
    }),
  desk: (world, process) =>
    createDesk({
      ...{ items: itemsOf(world, process), clock: world.clock, signer: hmacSigner },
      writer: createMessageWriter({ ids: world.ids, clock: world.clock, source: '/desk' }),
      decisionOf: (voyage) => planOf(world, voyage)?.decision ?? 'never',
    }),
  travellers: () => ({
    name: 'travellers',
    handles: voyagePipeline.consumers.travellers.handles,
    handle: () => Promise.resolve(ok()),
  }),
};

/** A deployment reaches a process between two messages. */
function sagaOf(world: VoyageWorld, process: Process): Consumer {
  const { ids, mutation } = world;
  const clock = mutation.clock?.(world.clock) ?? world.clock;
  const items = itemsOf(world, process);
  const deployed = (): Consumer =>
    createSagaConsumer({
      ...{ name: 'voyage', store: 'voyage', items, clock, telemetry: silentTelemetry, signer: hmacSigner },
      definitions: deployedVoyages(world, process),
      publishes: voyagePipeline.consumers.voyage.publishes,
      writer: createMessageWriter({ ids, clock, source: '/voyages' }),
    });
  const saga: Consumer = {
    name: 'voyage',
    handles: voyagePipeline.consumers.voyage.handles,
    handle: (message, context) => deployed().handle(message, context),
  };
  return mutation.saga?.(saga, { items, clock }) ?? saga;
}

function planOf({ scenario }: VoyageWorld, voyage: string): VoyageWorld['scenario']['plans'][number] | undefined {
  return scenario.plans.find((plan) => plan.voyage === voyage);
}
