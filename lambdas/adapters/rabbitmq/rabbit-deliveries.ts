import type { Channel, Message } from 'amqplib';
import type { Clock } from '../../core/ports/clock.ts';
import { createWakeUp } from '../../core/worker/wake-up.ts';
import type { HeldDelivery } from './held-deliveries.ts';
import { type RabbitIntake, type RabbitIntakeDependencies, createRabbitIntake } from './rabbit-intake.ts';
import { rabbitRecord } from './rabbit-record.ts';

/** What the broker is told of a message: that it is done, belongs to the dead letters, or has to come again. */
export type Acknowledgement = 'forget' | 'reject' | 'return';

/** The messages that one worker holds unsettled. */
export interface RabbitDeliveries {
  /** Waits for a connection and a channel; throws PipelineError `source-unavailable` for what no waiting mends. */
  open(): Promise<void>;
  /** Whether there is a channel on which messages come. */
  isOpen(): boolean;
  /** In the order in which they came. */
  held(): Iterable<HeldDelivery>;
  /** The delivery of that receipt is not tried before `until`, in milliseconds since the epoch. */
  delay(receipt: string, until: number): void;
  /** Holds it no more and tells the broker, which is told nothing of what came on a channel that is gone. */
  drop(delivery: HeldDelivery, told: Acknowledgement): void;
  /** Gives back everything at once, in its order; `open` begins anew. */
  giveBackAll(): Promise<void>;
  /** Resolves at the next change, or when `signal` aborts. */
  change(signal: AbortSignal): Promise<void>;
  /** Says that something has changed. */
  changed(): void;
  close(): Promise<void>;
}

/** What holding messages works with. */
export type RabbitDeliveriesDependencies = Omit<RabbitIntakeDependencies, 'deliver' | 'lost'> & {
  readonly clock: Clock;
};

interface Held {
  readonly delivery: HeldDelivery;
  readonly message: Message;
  readonly channel: Channel;
}

/** Makes the deliveries of a worker, with a channel of its own that is not open yet. */
export function createRabbitDeliveries(dependencies: RabbitDeliveriesDependencies): RabbitDeliveries {
  const held = new Map<string, Held>();
  const wakeUp = createWakeUp();
  let received = 0;
  const intake = createRabbitIntake({
    ...dependencies,
    deliver: (message, channel) => {
      received += 1;
      const delivery = newDelivery(String(received), dependencies.clock.now());
      held.set(delivery.receipt, { delivery: { ...delivery, record: rabbitRecord(message) }, message, channel });
      wakeUp.all();
    },
    lost: () => {
      dropLost(held);
      wakeUp.all();
    },
  });
  return {
    open: () => intake.open(),
    isOpen: () => intake.isOpen(),
    giveBackAll: () => intake.giveBackAll(),
    close: () => intake.close(),
    change: (signal) => wakeUp.next(signal),
    changed: () => {
      wakeUp.all();
    },
    ...ledgerOf(held, intake),
  };
}

function ledgerOf(
  held: Map<string, Held>,
  intake: Pick<RabbitIntake, 'on'>,
): Pick<RabbitDeliveries, 'held' | 'delay' | 'drop'> {
  return {
    held: () => Array.from(held.values(), ({ delivery }) => delivery),
    delay: (receipt, until) => {
      const found = held.get(receipt);
      if (found !== undefined) {
        found.delivery.notBefore = until;
      }
    },
    drop: ({ receipt }, told) => {
      const found = held.get(receipt);
      held.delete(receipt);
      if (found !== undefined) {
        intake.on(found.channel, (channel) => {
          acknowledgements[told](channel, found.message);
        });
      }
    },
  };
}

function newDelivery(receipt: string, now: number): Omit<HeldDelivery, 'record'> {
  return { receipt, heldSince: now, notBefore: now, tries: 0, out: false, stale: false };
}

/** What is in a batch stays, so that the broker's second delivery of it waits until that batch is settled. */
function dropLost(held: Map<string, Held>): void {
  for (const [receipt, { delivery }] of held) {
    delivery.stale = true;
    if (!delivery.out) {
      held.delete(receipt);
    }
  }
}

const acknowledgements: Readonly<Record<Acknowledgement, (channel: Channel, message: Message) => void>> = {
  forget: (channel, message) => {
    channel.ack(message);
  },
  reject: (channel, message) => {
    channel.nack(message, false, false);
  },
  return: (channel, message) => {
    channel.nack(message, false, true);
  },
};
