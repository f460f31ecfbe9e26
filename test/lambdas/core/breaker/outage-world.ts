import { setImmediate as settled } from 'node:timers/promises';
import { createVirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryBroker } from '../../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { deadLetterQueueOf } from '../../../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createMemorySourceControl } from '../../../../lambdas/adapters/memory/source-control/memory-source-control.ts';
import { circuitBreaker } from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { retryBudgetAround } from '../../../../lambdas/core/breaker/retry-budget-around.ts';
import { createSourceGuard } from '../../../../lambdas/core/breaker/source-guard.ts';
import { type BatchConsumer, createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import { fullJitter } from '../../../../lambdas/core/consume/full-jitter.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { Noted, notedParking } from '../consume/deliveries.ts';

const maxReceiveCount = 5;

/** One queue, one consumer that is down for a while, and a guard that runs every minute. */
export interface Outage {
  readonly seconds: number;
  /** Whether the consumer counts its failures; without it the pipeline is as it was. */
  readonly breaker: boolean;
  /** Whether the store that holds the breaker is down as long. @default false */
  readonly storeDown?: boolean;
  /** Whether the guard runs. @default true */
  readonly guard?: boolean;
  /** Messages that wait at the start; one more comes each `everySeconds`. */
  readonly messages: number;
  readonly everySeconds: number;
  readonly fifo?: boolean;
}

/** How it ended, an hour after the outage. */
export interface Aftermath {
  readonly sent: number;
  readonly handled: number;
  readonly deadLetters: number;
  readonly waiting: number;
  readonly tries: number;
  /** Seconds from the start at which the source was paused and resumed. */
  readonly switched: readonly (readonly ['pause' | 'resume', number])[];
}

interface Sample {
  readonly ordering: 'group' | 'none';
  readonly noteOf: (count: number) => string;
}

/** On a FIFO queue ten keys share the messages. */
function sampleOf({ fifo = false }: Outage): Sample {
  return fifo
    ? { ordering: 'group', noteOf: (count) => `${count % 10}` }
    : { ordering: 'none', noteOf: (count) => `${count}` };
}

function definitionOf({ breaker, fifo = false }: Outage): ReturnType<typeof pipeline> {
  return pipeline('outage', {
    topics: {},
    queues: {
      work: queue({ fifo, accepts: [Noted], deadLetter: deadLetter({ maxReceiveCount }), onPoison: 'skip' }),
    },
    consumers: { work: consumer({ entry: 'work.ts', source: 'work', handles: [Noted] }) },
    relay: relay({ entry: 'relay.ts' }),
    ...(breaker ? { circuitBreaker: circuitBreaker({ entry: 'guard.ts' }) } : {}),
  });
}

/** Runs an outage second by second. */
export async function runOutage(outage: Outage): Promise<Aftermath> {
  const definition = definitionOf(outage);
  const { ordering, noteOf } = sampleOf(outage);
  const start = Date.UTC(2026, 0, 1);
  const clock = createVirtualClock(start);
  const second = (): number => (clock.now() - start) / 1000;
  const down = (): boolean => second() < outage.seconds;
  const random = sequence(7);
  const telemetry = recordingTelemetry();
  const ids = fixedIds('record-');
  const broker = createMemoryBroker({ definition, clock, ids, visibilitySecondsOf: () => 180 });
  const memory = createMemoryItemStore();
  const items = failingWhile(() => outage.storeDown === true && down(), memory);
  const control = createMemorySourceControl();
  const switched: (readonly ['pause' | 'resume', number])[] = [];
  let tries = 0;
  const handled = new Set<string>();

  const host = (): BatchConsumer =>
    retryBudgetAround({
      ...{ pipeline: definition, queue: 'work', consumer: 'work', items, telemetry, clock, timers: clock, random },
      visibility: broker.visibility('work'),
    })(
      createBatchConsumer({
        consumer: {
          name: 'work',
          handles: [Noted],
          handle: (message) => {
            tries += 1;
            if (down()) {
              return Promise.reject(new Error('connection refused'));
            }
            handled.add(message.id);
            return Promise.resolve(ok());
          },
        },
        ...{ ordering, parking: notedParking(), telemetry, clock },
        ...{ visibility: broker.visibility('work'), retryDelay: fullJitter({ random }) },
      }),
    );
  const hosts = [host(), host()];
  const { circuitBreaker: policy, queues } = definition;
  const guard =
    policy &&
    createSourceGuard({
      ...{
        items,
        clock,
        telemetry,
        policy,
        queues: outage.guard === false ? [] : Object.keys(queues),
        leaseSeconds: 80,
      },
      control: {
        ...control,
        pause: (name) => (switched.push(['pause', second()]), control.pause(name)),
        resume: (name) => (switched.push(['resume', second()]), control.resume(name)),
      },
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          clock.at(clock.now() + milliseconds, resolve);
        }),
    });

  let sent = 0;
  const send = async (): Promise<void> => {
    sent += 1;
    const draft = Noted.of({ note: noteOf(sent) });
    await broker.publisher.publish([outgoingMessage(arriving(draft))]);
  };
  const takeBatches = async (): Promise<void> => {
    for (const consume of hosts) {
      const records = control.isPaused('work') ? [] : broker.receive('work', 10);
      const again = new Set((await consume(records, { deadline: clock.now() + 30_000 })).failed);
      for (const { id, receipt } of records) {
        if (!again.has(id)) {
          broker.delete('work', receipt);
        }
      }
    }
  };

  await Promise.all(Array.from({ length: outage.messages }, send));
  while (second() < outage.seconds + 3600) {
    if (down() && second() % outage.everySeconds === 0) {
      await send();
    }
    await takeBatches();
    if (second() % 60 === 30) {
      void guard?.watch({ deadline: clock.now() + 45_000 });
    }
    await settled();
    clock.advance(1000);
  }
  const { visible, inFlight } = broker.figuresOf('work');
  const deadLetters = broker.figuresOf(deadLetterQueueOf('work')).visible;
  return { sent, handled: handled.size, deadLetters, waiting: visible + inFlight, tries, switched };
}

function failingWhile(down: () => boolean, items: ItemStore): ItemStore {
  const guarded = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    down()
      ? Promise.reject(new PipelineError('the store must answer', { code: 'store-unavailable', retryable: true }))
      : ask();
  return {
    get: (key) => guarded(() => items.get(key)),
    write: (write) => guarded(() => items.write(write)),
    transact: (writes) => guarded(() => items.transact(writes)),
    query: (query) => guarded(() => items.query(query)),
  };
}

/** Numbers from 0 up to but not including 1, the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
