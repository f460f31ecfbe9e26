import { coreOrders as definition } from '../../../lambdas/contracts/orders/core-orders.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import { type Worker, consumeQueue } from '../stage/consume-queue.ts';
import { relayStream } from '../stage/relay-stream.ts';
import { type Part, several } from '../stage/run-to-end.ts';
import { sweepOutboxes } from '../stage/sweep-outboxes.ts';
import type { Process } from '../schedule/process.ts';
import { consumerOf } from './consumer-of.ts';
import { importOrders } from './roles/import-orders.ts';
import { operate } from './roles/operate.ts';
import type { World } from './world.ts';

const consumerNames = Object.keys(definition.consumers) as readonly ConsumerName[];

/** Who is at work in a world. */
export function castOf(world: World): readonly Part[] {
  const { publishing, defects } = world.scenario;
  const relay: Part = { name: 'relay', role: 'relay', play: (process) => relayStream(world, process) };
  return [
    { name: 'import', role: 'import', play: (process) => importOrders(world, process) },
    ...(publishing === 'sweepers' ? [] : [relay]),
    ...(publishing === 'relay' ? [] : several('sweeper', (process) => sweepOutboxes(world, process))),
    ...(defects.length === 0 ? [] : several('operator', (process) => operate(world, process))),
    ...consumerNames.flatMap((name) =>
      several(name, (process) => consumeQueue(world, process, workerOf(world, process, name))),
    ),
  ];
}

function workerOf(world: World, process: Process, name: ConsumerName): Worker {
  const { source, timeoutSeconds } = definition.consumers[name];
  return { consumer: consumerOf(world, process, name), source, timeoutSeconds, lines: world.mutation.lines };
}
