import { orders as definition } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import { type Process, type RoleName, newProcess } from '../schedule/process.ts';
import { deadLetterQueueOf } from '../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { parkedKeys } from '../checks/parked-breaches.ts';
import { consumeQueue } from './roles/consume-queue.ts';
import { importOrders } from './roles/import-orders.ts';
import { operate } from './roles/operate.ts';
import { relayStream } from './roles/relay-stream.ts';
import { sweepOutboxes } from './roles/sweep-outboxes.ts';
import { type RunOptions, type World, createWorld, visibilitySeconds } from './world.ts';

/** A finished run: what lies in the store and the queues, and how it came about. */
export interface Outcome extends World {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Steps after which a run counts as endless. */
const stepLimit = 100_000;

/** Calls for operators after which nobody expects any more of them. */
const mostCalls = 20;

/** Processes of each consumer, and sweepers, that are at work at the same time. */
const workersAtOnce = 2;

const consumerNames = Object.keys(definition.consumers) as readonly ConsumerName[];

/** Runs a scenario under faults until nothing is left to do. */
export async function run(options: RunOptions): Promise<Outcome> {
  const world = await createWorld(options);
  return { ...world, ended: await runToEnd(world, castOf(world)) };
}

interface Part {
  readonly name: string;
  readonly role: RoleName;
  readonly play: (process: Process) => Promise<void>;
}

/** Who is at work in a world. */
function castOf(world: World): readonly Part[] {
  const { publishing, defects } = world.scenario;
  const relay: Part = { name: 'relay', role: 'relay', play: (process) => relayStream(world, process) };
  const sweepers = severalOf('sweeper', (process) => sweepOutboxes(world, process));
  return [
    { name: 'import', role: 'import', play: (process) => importOrders(world, process) },
    ...(publishing === 'sweepers' ? [] : [relay]),
    ...(publishing === 'relay' ? [] : sweepers),
    ...(defects.length === 0 ? [] : severalOf('operator', (process) => operate(world, process))),
    ...consumerNames.flatMap((name) => severalOf(name, (process) => consumeQueue(world, process, name))),
  ];
}

function severalOf(role: RoleName, play: Part['play']): readonly Part[] {
  return Array.from({ length: workersAtOnce }, (_, at) => ({ name: `${role}${at + 1}`, role, play }));
}

async function runToEnd(world: World, cast: readonly Part[]): Promise<boolean> {
  const processes = new Map<string, Process>();
  // A look at empty queues changes nothing: after one round of looks at the same things, only time can help.
  let looked = '';
  for (let step = 0; step < stepLimit; step += 1) {
    startDead(processes, cast);
    await drained();
    if (world.scheduler.step()) {
      await drift(world);
    } else if (looked !== visible(world) && world.idle.size > 0) {
      looked = visible(world);
      wakeIdle(world);
    } else if (await passTime(world)) {
      looked = '';
    } else if (!callOperators(world)) {
      return true;
    }
  }
  return false;
}

function startDead(processes: Map<string, Process>, cast: readonly Part[]): void {
  for (const { name, role, play } of cast) {
    if (processes.get(name)?.alive !== true) {
      const process = newProcess(name, role);
      processes.set(name, process);
      void play(process);
    }
  }
}

/** Changes whenever a process that looks again may find something to do. */
function visible({ broker, scheduler }: World): string {
  const waiting = Object.keys(definition.queues).map((name) => broker.figuresOf(name).visible);
  return [scheduler.effects, ...waiting].join();
}

function wakeIdle({ idle }: World): void {
  const waiting = [...idle];
  idle.clear();
  for (const wake of waiting) {
    wake();
  }
}

/** Time passes a little at every step, and now and then enough for a message in flight to come back. */
async function drift(world: World): Promise<void> {
  if (world.random.chance(world.leapChance)) {
    world.clock.advance(visibilitySeconds * 1000);
    ringWhenDue(world, await world.bell.dueAt());
  } else {
    world.clock.advance(1);
  }
}

/** Goes to the next moment at which something can happen by itself; false when there is none. */
async function passTime(world: World): Promise<boolean> {
  const { broker, scheduler, bell, clock } = world;
  const due = await bell.dueAt();
  const times = [broker.nextVisibleAt(), scheduler.nextWakeUp(), due].filter((time) => time !== undefined);
  if (times.length === 0) {
    return false;
  }
  clock.advance(Math.max(Math.min(...times) - clock.now(), 0));
  ringWhenDue(world, due);
  return true;
}

/** Calls the operators when nothing but a dead letter is left; false when there is none, or they were called in vain. */
function callOperators({ helpdesk, progress, items, broker }: World): boolean {
  const dead = Object.keys(definition.queues).some((name) => broker.messages(deadLetterQueueOf(name)).length > 0);
  if (helpdesk.listeners === 0 || progress.calls === mostCalls || (!dead && parkedKeys(items).length === 0)) {
    return false;
  }
  progress.calls += 1;
  progress.repaired = progress.calls > 1;
  helpdesk.ring();
  return true;
}

function ringWhenDue({ bell, clock }: World, due: number | undefined): void {
  if (due !== undefined && due <= clock.now()) {
    bell.ring();
  }
}

/** Every promise that can go on by itself has done so: Node runs a tick only once no other promise is left to settle. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
