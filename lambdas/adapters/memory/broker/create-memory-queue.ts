import type { SourceRecord } from '../../../core/consume/source-record.ts';
import { createDeadlineHeap, type DeadlineHeap } from '../clock/deadline-heap.ts';
import { createDeduplicationWindow, type DeduplicationWindow } from './deduplication-window.ts';
import { createFifoReadyMessages } from './fifo-ready-messages.ts';
import type { Arrival, MemoryQueue, MemoryQueueOptions } from './memory-queue.ts';
import type { QueueFigures } from './queue-figures.ts';
import type { QueuedMessage } from './queued-message.ts';
import type { ReadyMessages } from './ready-messages.ts';
import { createStandardReadyMessages } from './standard-ready-messages.ts';

interface Queue {
  readonly options: MemoryQueueOptions;
  readonly all: Set<QueuedMessage>;
  readonly ready: ReadyMessages;
  readonly hidden: DeadlineHeap<QueuedMessage>;
  readonly receipts: Map<string, QueuedMessage>;
  readonly deduplication: DeduplicationWindow;
  readonly counts: { -readonly [Name in Exclude<keyof QueueFigures, 'visible'>]: number };
}

/** Makes an empty queue. Times pass at the next call of any method; no timer runs. */
export function createMemoryQueue(options: MemoryQueueOptions): MemoryQueue {
  const queue: Queue = {
    options,
    all: new Set(),
    ready: options.fifo ? createFifoReadyMessages() : createStandardReadyMessages(),
    hidden: createDeadlineHeap(),
    receipts: new Map(),
    deduplication: createDeduplicationWindow(options.clock),
    counts: { sent: 0, received: 0, deleted: 0, deduplicated: 0, deadLettered: 0, parked: 0, inFlight: 0 },
  };
  return {
    fifo: options.fifo,
    send: (arrival) => {
      send(queue, arrival);
    },
    moveHere: ({ id, body, group, sentAt, reason, receiveCount, redrive }) => {
      add(queue, { id, body, group, sentAt, reason, receiveCount, redrive });
    },
    receive: (most) => receive(queue, most),
    delete: (receipt) => remove(queue, receipt),
    changeVisibility: (receipt, seconds) => changeVisibility(queue, receipt, seconds),
    countParked: () => {
      queue.counts.parked += 1;
    },
    reasonOf: (receipt) => queue.receipts.get(receipt)?.reason,
    nextVisibleAt: () => {
      showExpired(queue);
      return queue.hidden.earliest()?.time;
    },
    messages: () => {
      showExpired(queue);
      return queue.all.values();
    },
    figures: () => {
      showExpired(queue);
      return { ...queue.counts, visible: queue.all.size - queue.counts.inFlight };
    },
  };
}

function send(queue: Queue, { body, group, deduplicationId, reason, redrive }: Arrival): void {
  const { fifo, ids, clock } = queue.options;
  if (fifo && deduplicationId !== undefined && !queue.deduplication.admits(deduplicationId)) {
    queue.counts.deduplicated += 1;
    return;
  }
  add(queue, { id: ids.next(), body, group, sentAt: clock.now(), reason, receiveCount: 0, redrive });
}

type NewMessage = Pick<QueuedMessage, 'id' | 'body' | 'group' | 'sentAt' | 'reason' | 'receiveCount' | 'redrive'>;

function add(queue: Queue, { id, body, group, sentAt, reason, receiveCount, redrive }: NewMessage): void {
  queue.counts.sent += 1;
  const message: QueuedMessage = {
    id,
    body,
    group,
    sequence: queue.counts.sent,
    sentAt,
    reason,
    redrive,
    receiveCount,
    receipt: undefined,
    hiddenUntil: undefined,
    previous: undefined,
    next: undefined,
  };
  queue.all.add(message);
  queue.ready.add(message);
}

function receive(queue: Queue, most: number): readonly SourceRecord[] {
  showExpired(queue);
  const { redrive, clock, visibilitySeconds } = queue.options;
  const taken = queue.ready.take(most, (message) => {
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) {
      return true;
    }
    forget(queue, message);
    queue.counts.deadLettered += 1;
    redrive.to.moveHere(message);
    return false;
  });
  const hiddenUntil = clock.now() + visibilitySeconds * 1000;
  return taken.map((message) => deliver(queue, message, hiddenUntil));
}

function deliver(queue: Queue, message: QueuedMessage, hiddenUntil: number): SourceRecord {
  const { name, fifo } = queue.options;
  queue.counts.received += 1;
  queue.counts.inFlight += 1;
  if (message.receipt !== undefined) {
    queue.receipts.delete(message.receipt);
  }
  const receipt = `${name}/${queue.counts.received}`;
  queue.receipts.set(receipt, message);
  message.receipt = receipt;
  message.receiveCount += 1;
  message.hiddenUntil = queue.hidden.add(hiddenUntil, message);
  const { id, body, receiveCount, redrive } = message;
  return { id, body, group: fifo ? message.group : undefined, receiveCount, receipt, ...(redrive && { redrive }) };
}

function remove(queue: Queue, receipt: string): boolean {
  showExpired(queue);
  const message = queue.receipts.get(receipt);
  if (message === undefined) {
    return false;
  }
  forget(queue, message);
  queue.counts.deleted += 1;
  if (message.hiddenUntil === undefined) {
    queue.ready.withdraw(message);
  } else {
    bringBack(queue, message);
    queue.ready.settle(message);
  }
  return true;
}

function changeVisibility(queue: Queue, receipt: string, seconds: number): boolean {
  showExpired(queue);
  const message = queue.receipts.get(receipt);
  if (message?.hiddenUntil === undefined) {
    return false;
  }
  queue.hidden.remove(message.hiddenUntil);
  message.hiddenUntil = queue.hidden.add(queue.options.clock.now() + seconds * 1000, message);
  showExpired(queue);
  return true;
}

function showExpired(queue: Queue): void {
  const now = queue.options.clock.now();
  for (let due = queue.hidden.earliest(); due !== undefined && due.time <= now; due = queue.hidden.earliest()) {
    const message = due.value;
    bringBack(queue, message);
    // A standard queue honours the latest receipt until the next receive; a FIFO queue does not.
    if (queue.options.fifo && message.receipt !== undefined) {
      queue.receipts.delete(message.receipt);
      message.receipt = undefined;
    }
    queue.ready.putBack(message);
  }
}

function bringBack(queue: Queue, message: QueuedMessage): void {
  if (message.hiddenUntil !== undefined) {
    queue.hidden.remove(message.hiddenUntil);
    message.hiddenUntil = undefined;
    queue.counts.inFlight -= 1;
  }
}

function forget(queue: Queue, message: QueuedMessage): void {
  queue.all.delete(message);
  if (message.receipt !== undefined) {
    queue.receipts.delete(message.receipt);
  }
}
