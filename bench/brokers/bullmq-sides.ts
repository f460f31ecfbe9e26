import { Queue, Worker } from 'bullmq';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import type { ConsumerSide, ProducerSide } from './sides.ts';

/** How BullMQ reaches Redis. */
export interface BullLogin {
  readonly host?: string;
  readonly port?: number;
  readonly username: string;
  readonly password: string;
}

/** Jobs that a worker handles at the same time. */
const concurrency = 100;

/** Jobs of BullMQ, known by the ids of their messages, added in one call. */
export function bullProducer(login: BullLogin): ProducerSide {
  return {
    name: 'BullMQ',
    open: (place) => {
      const queue = queueOf(place, login);
      return Promise.resolve({ send: (messages) => addJobs(queue, messages), close: () => queue.close() });
    },
  };
}

/** A worker of BullMQ whose handler does nothing; a job that is done is removed. */
export function bullWorker(login: BullLogin): ConsumerSide {
  return {
    name: 'BullMQ',
    open: async ({ place, messages, settled }) => {
      const queue = queueOf(place, login);
      await addJobs(queue, messages);
      const worker = new Worker(place, () => Promise.resolve(), {
        ...{ connection: { ...login, maxRetriesPerRequest: null }, concurrency, autorun: false },
        ...{ removeOnComplete: { count: 0 }, drainDelay: 1 },
      });
      worker.on('error', () => undefined);
      worker.on('completed', () => {
        settled(1);
      });
      await worker.waitUntilReady();
      return {
        begin: () => {
          void worker.run();
          return Promise.resolve();
        },
        end: async () => {
          await worker.close();
          const left = await queue.count();
          await queue.close();
          return left;
        },
      };
    },
  };
}

function queueOf(place: string, login: BullLogin): Queue {
  const queue = new Queue(place, { connection: { ...login } });
  queue.on('error', () => undefined);
  return queue;
}

async function addJobs(queue: Queue, messages: readonly OutgoingMessage[]): Promise<void> {
  await queue.addBulk(messages.map(({ id, type, body }) => ({ name: type, data: { body }, opts: { jobId: id } })));
}
