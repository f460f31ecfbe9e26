import type { Consumer, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import { deadLetterHeaders } from './dead-letter-sender.ts';
import { headerOf } from './nats-headers.ts';

/** What collecting dead letters works with. */
export interface NatsDeadLettersDependencies {
  readonly client: Pick<JetStreamClient, 'consumers'>;
  readonly connection: Pick<NatsConnection, 'request'>;
  /** The dead-letter stream; one that keeps a `queue`, so that what is deleted is gone. */
  readonly stream: string;
  /** A durable consumer of it; its ack wait is how long what was taken stays hidden. */
  readonly consumer: string;
}

const batchLetters = 10;
const waitMilliseconds = 1000;

/**
 * Makes the dead letters of a stream, as they are collected, oldest first.
 *
 * Methods throw what the connection throws; `delete` throws PipelineError `source-unavailable` (retryable) when the
 * server did not confirm it.
 */
export function createNatsDeadLetters(dependencies: NatsDeadLettersDependencies): DeadLetterQueue {
  const { client, connection, stream, consumer } = dependencies;
  let reader: Promise<Consumer> | undefined;
  return {
    receive: async () => {
      reader ??= client.consumers.get(stream, consumer);
      const letters: FoundDeadLetter[] = [];
      for await (const message of await (
        await reader
      ).fetch({ max_messages: batchLetters, expires: waitMilliseconds })) {
        letters.push(found(message));
      }
      return letters;
    },
    delete: async ({ id, receipt }) => {
      try {
        // A reply tells that the acknowledgement is stored.
        await connection.request(receipt, '+ACK', { timeout: 5000 });
      } catch (cause) {
        throw new PipelineError(`the server must confirm that dead letter "${id}" is deleted`, {
          code: 'source-unavailable',
          retryable: true,
          cause,
        });
      }
    },
  };
}

function found(message: JsMsg): FoundDeadLetter {
  const { headers, seq } = message;
  const redrive = redriveMark(headerOf(headers, redriveAttribute) ?? '');
  return {
    id: headerOf(headers, deadLetterHeaders.id) ?? String(seq),
    body: new TextDecoder().decode(message.data),
    group: headerOf(headers, 'ce_partitionkey'),
    reason: headerOf(headers, deadLetterHeaders.reason),
    receiveCount: Number(headerOf(headers, deadLetterHeaders.receiveCount) ?? message.info.deliveryCount),
    receipt: replyOf(message),
    ...(redrive && { redrive }),
  };
}

/** Where an acknowledgement goes; the client's type leaves it out. */
function replyOf(message: JsMsg): string {
  return 'reply' in message ? String(message.reply) : '';
}
