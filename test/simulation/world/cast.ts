import { orders as definition } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import { type Process, type RoleName, newProcess } from '../schedule/process.ts';
import { consumeQueue } from './roles/consume-queue.ts';
import { importOrders } from './roles/import-orders.ts';
import { operate } from './roles/operate.ts';
import { relayStream } from './roles/relay-stream.ts';
import { sweepOutboxes } from './roles/sweep-outboxes.ts';
import type { World } from './world.ts';

/** A part that one process plays. */
export interface Part {
  readonly name: string;
  readonly role: RoleName;
  readonly play: (process: Process) => Promise<void>;
}

/** Processes of each consumer, sweepers and operators that are at work at the same time. */
const atOnce = 2;

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
    ...consumerNames.flatMap((name) => several(name, (process) => consumeQueue(world, process, name))),
  ];
}

function several(role: RoleName, play: Part['play']): readonly Part[] {
  return Array.from({ length: atOnce }, (_, at) => ({ name: `${role}${at + 1}`, role, play }));
}

/** Starts a process for each part that has none, or whose process died. */
export function startDead(processes: Map<string, Process>, cast: readonly Part[]): void {
  for (const { name, role, play } of cast) {
    if (processes.get(name)?.alive !== true) {
      const process = newProcess(name, role);
      processes.set(name, process);
      void play(process);
    }
  }
}
