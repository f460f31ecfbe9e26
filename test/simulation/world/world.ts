import { createMemoryBroker, type MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { orders as definition } from '../../lambdas/contracts/orders/pipeline.ts';
import { PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import { createOutboxRelay } from '../../lambdas/core/outbox/outbox-relay.ts';
import type { ItemKey, ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import { type ConsumerName, embeddedConsumers } from '../../localstack/embedded/embedded-consumers.ts';
import { seedStock } from '../../localstack/seed/seed-stock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import type { ConsumerWorld } from './consumer-world.ts';
import type { FaultPlan } from './faults.ts';
import type { Mutation } from './mutation.ts';
import type { Random } from './random.ts';
import { type Scenario, limitCents } from './scenario.ts';
import { InjectedFailure, type Process, Scheduler } from './scheduler.ts';

/** A finished run: what lies in the store and the queues, and what was told to customers. */
export interface Outcome {
  readonly items: MemoryItemStore;
  readonly broker: MemoryBroker;
  readonly scheduler: Scheduler;
  /** Keys of the notices that left the system, repetitions included, by order. */
  readonly notices: ReadonlyMap<string, readonly string[]>;
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** What a run is made of. */
export interface RunOptions {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly mutation?: Mutation;
}

/** Steps after which a run counts as endless. */
const stepLimit = 60_000;

const visibilitySeconds = 180;
const consumerNames = Object.keys(definition.consumers) as readonly ConsumerName[];
const queues = new Map(Object.entries(definition.queues));

/** In the simulated world faults are many, so a message may be received often before it counts as dead. */
const patientDefinition = {
  ...definition,
  queues: Object.fromEntries(
    [...queues].map(([name, queue]) => [
      name,
      { ...queue, deadLetter: { kind: 'queue', maxReceiveCount: 1000, retentionDays: 14 } as const },
    ]),
  ),
};

/** Runs a scenario under faults until nothing is left to do. */
export async function run(options: RunOptions): Promise<Outcome> {
  const world = new World(options);
  await seedStock(world.items, options.scenario.stock);
  const ended = await world.runToEnd();
  return { ...world.outcome(), ended };
}

type Role = (process: Process) => Promise<void>;

class World {
  readonly items = createMemoryItemStore();
  private readonly clock = createVirtualClock(Date.UTC(2026, 0, 1));
  private readonly ids = fixedIds('id');
  private readonly notices = new Map<string, string[]>();
  private readonly roles = new Map<string, Role>();
  private readonly processes = new Map<string, Process>();
  private readonly idlers = new Set<() => void>();
  private readonly broker: MemoryBroker;
  private readonly scheduler: Scheduler;
  private readonly options: RunOptions;
  private position = 0;
  private sent = 0;

  constructor(options: RunOptions) {
    this.options = options;
    this.scheduler = new Scheduler(options.random, options.faults, () => this.clock.now());
    const parts = { definition: patientDefinition, clock: this.clock, ids: fixedIds('q') };
    this.broker = createMemoryBroker({ ...parts, visibilitySecondsOf: () => visibilitySeconds });
    this.roles.set('import', (process) => this.importOrders(process));
    this.roles.set('relay', (process) => this.relayForever(process));
    for (const name of consumerNames) {
      for (const worker of [1, 2]) {
        this.roles.set(`${name}${worker}`, (process) => this.consumeForever(process, name));
      }
    }
  }

  outcome(): Omit<Outcome, 'ended'> {
    return { items: this.items, broker: this.broker, scheduler: this.scheduler, notices: this.notices };
  }

  async runToEnd(): Promise<boolean> {
    // A look at empty queues changes nothing: after one round of looks at the same things, only time can help.
    let looked = '';
    for (let step = 0; step < stepLimit; step += 1) {
      this.startDead();
      await drained();
      if (this.scheduler.step()) {
        this.driftClock();
      } else if (looked !== this.visible() && this.idlers.size > 0) {
        looked = this.visible();
        this.wakeIdlers();
      } else if (this.jump()) {
        looked = '';
      } else {
        return true;
      }
    }
    return false;
  }

  /** Changes whenever a process that looks again may find something to do. */
  private visible(): string {
    const waiting = Object.keys(definition.queues).map((name) => this.broker.figuresOf(name).visible);
    return [this.scheduler.effects, ...waiting].join();
  }

  /** Time passes a little at every step, and now and then enough for a message in flight to come back. */
  private driftClock(): void {
    this.clock.advance(this.options.random.chance(0.002) ? visibilitySeconds * 1000 : 1);
  }

  private jump(): boolean {
    const times = [this.broker.nextVisibleAt(), this.scheduler.nextWakeUp()].filter((time) => time !== undefined);
    const next = Math.min(...times);
    if (times.length === 0 || next <= this.clock.now()) {
      return false;
    }
    this.clock.advance(next - this.clock.now());
    return true;
  }

  private startDead(): void {
    for (const [name, role] of this.roles) {
      if (this.processes.get(name)?.alive !== true) {
        const process = { name, alive: true, stalledUntil: 0 };
        this.processes.set(name, process);
        void role(process);
      }
    }
  }

  private wakeIdlers(): void {
    const idlers = [...this.idlers];
    this.idlers.clear();
    for (const wake of idlers) {
      wake();
    }
  }

  private idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idlers.add(resolve);
    });
  }

  /** Sends every order until its queue has taken it; a new process begins again with those not known to be taken. */
  private async importOrders(process: Process): Promise<void> {
    const { orders } = this.options.scenario;
    const writer = createMessageWriter({ ids: this.ids, clock: this.clock, source: '/import' });
    for (let order = orders[this.sent]; order !== undefined; order = orders[this.sent]) {
      const message = outgoingMessage(writer.write(PlaceOrder.of(order), undefined));
      const { failed } = await this.publisherOf(process).publish([message]);
      this.sent += failed.length === 0 ? 1 : 0;
    }
    await new Promise(() => undefined);
  }

  private async relayForever(process: Process): Promise<void> {
    const { mutation = {} } = this.options;
    const dependencies = {
      items: this.itemsOf(process, 'relay'),
      publisher: this.publisherOf(process),
      telemetry: silentTelemetry,
    };
    const relay = (mutation.relay ?? createOutboxRelay)(dependencies);
    for (;;) {
      const changes = this.items.changesAfter(this.position, 20);
      if (changes.length === 0) {
        await this.idle();
        continue;
      }
      const failedFrom = await relay.relay(changes).then(
        (result) => result.failedFrom,
        () => changes[0]?.sequence,
      );
      const next = (mutation.position ?? positionAfter)(changes, failedFrom);
      await this.scheduler
        .call(process, 'checkpoint', () => Promise.resolve((this.position = next)))
        .catch(() => undefined);
    }
  }

  private async consumeForever(process: Process, name: ConsumerName): Promise<void> {
    const { source } = definition.consumers[name];
    const { acknowledges } = this.options.mutation ?? {};
    const consume = this.batchConsumerOf(process, name);
    for (;;) {
      const records = await this.scheduler
        .call(process, `receive ${source}`, () => Promise.resolve(this.broker.receive(source, 3)))
        .catch(() => []);
      if (records.length === 0) {
        await this.idle();
        continue;
      }
      const remove = async (receipts: readonly string[]): Promise<void> => {
        for (const receipt of receipts) {
          const removal = (): Promise<boolean> => Promise.resolve(this.broker.delete(source, receipt));
          await this.scheduler.call(process, `delete ${source}`, removal).catch(() => undefined);
        }
      };
      if (acknowledges === 'before handling') {
        await remove(records.map(({ receipt }) => receipt));
      }
      const { failed } = await consume(records, { deadline: this.clock.now() + 30_000 });
      const done = records.filter(({ id }) => acknowledges === 'failures too' || !failed.includes(id));
      await remove(done.map(({ receipt }) => receipt));
    }
  }

  private batchConsumerOf(process: Process, name: ConsumerName): ReturnType<typeof createBatchConsumer> {
    const { source } = definition.consumers[name];
    const parking = this.broker.parking(source);
    return createBatchConsumer({
      consumer: this.consumerOf(process, name),
      ordering: queues.get(source)?.fifo === true ? 'group' : 'none',
      parking: {
        park: (record, reason) => this.scheduler.call(process, `park ${source}`, () => parking.park(record, reason)),
      },
      visibility: this.broker.visibility(source),
      telemetry: silentTelemetry,
      clock: this.clock,
    });
  }

  private consumerOf(process: Process, name: ConsumerName): Consumer {
    const world: ConsumerWorld = {
      items: this.itemsOf(process, name),
      clock: this.clock,
      ids: this.ids,
      notifier: {
        notify: ({ key, orderId }) =>
          this.scheduler.call(process, 'notify', () => {
            this.notices.set(orderId, [...(this.notices.get(orderId) ?? []), key]);
            return Promise.resolve();
          }),
      },
    };
    const consumers = embeddedConsumers({
      ...world,
      telemetryOf: () => silentTelemetry,
      declineAboveCents: limitCents,
    });
    return this.options.mutation?.consumer?.(name, consumers[name], world) ?? consumers[name];
  }

  private itemsOf(process: Process, consumer: ConsumerName | 'relay'): ItemStore {
    const step = <Result>(what: string, key: ItemKey, effect: () => Promise<Result>): Promise<Result> =>
      this.scheduler.call(process, `${what} ${key.partition}/${key.sort}`, effect);
    const items: ItemStore = {
      get: (key) => step('get', key, () => this.items.get(key)),
      write: (write) => step(write.kind, write.key, () => this.items.write(write)),
      transact: (writes) =>
        step('transact', writes[0]?.key ?? { partition: '', sort: '' }, () => this.items.transact(writes)),
      query: (query) => step('query', { partition: query.partition, sort: '' }, () => this.items.query(query)),
    };
    return this.options.mutation?.items?.(items, consumer) ?? items;
  }

  /** A publisher never throws: a call that failed, or whose answer was lost, is reported as not sent. */
  private publisherOf(process: Process): Publisher {
    const publisher: Publisher = {
      publish: async (messages) => {
        try {
          return await this.scheduler.call(process, 'publish', () => this.broker.publisher.publish(messages));
        } catch (cause) {
          if (!(cause instanceof InjectedFailure)) {
            throw cause;
          }
          return { failed: messages.map(({ id }) => ({ id, reason: cause.message })) };
        }
      },
    };
    return this.options.mutation?.publisher?.(publisher) ?? publisher;
  }
}

/** As an event source mapping does it: a failed record is read again. */
function positionAfter(changes: Parameters<NonNullable<Mutation['position']>>[0], failedFrom?: string): number {
  return failedFrom === undefined ? Number(changes.at(-1)?.sequence) : Number(failedFrom) - 1;
}

/** Every promise that can go on by itself has done so. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
