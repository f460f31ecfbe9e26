import type { GetMessage } from 'amqplib';
import * as z from 'zod/mini';
import type { FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import { deadLetterCountHeader, deadLetterReasonHeader } from './dead-letter-headers.ts';
import { rabbitRecord } from './rabbit-record.ts';

const deathSchema = z.object({ reason: z.string(), queue: z.string(), count: z.number() });
const headersSchema = z.object({
  [deadLetterReasonHeader]: z.optional(z.string()),
  [deadLetterCountHeader]: z.optional(z.number()),
  'x-delivery-count': z.optional(z.number()),
  'x-death': z.optional(z.array(deathSchema)),
});

type Headers = z.infer<typeof headersSchema>;

/**
 * Reads a dead letter; its reason is the consumer's, or what the queue that gave it up says of it.
 *
 * Source: https://www.rabbitmq.com/docs/dlx#effects (x-death)
 */
export function foundLetter(message: GetMessage, receipt: string): FoundDeadLetter {
  const { id, body, key, redrive } = rabbitRecord(message);
  const parsed = headersSchema.safeParse(message.properties.headers ?? {});
  const headers: Headers = parsed.success ? parsed.data : {};
  return {
    ...{ id, body, group: key, reason: reasonOf(headers), receiveCount: countOf(headers), receipt },
    ...(redrive && { redrive }),
  };
}

function reasonOf(headers: Headers): string | undefined {
  const [death] = headers['x-death'] ?? [];
  return headers[deadLetterReasonHeader] ?? (death && `given up by queue "${death.queue}": ${death.reason}`);
}

function countOf(headers: Headers): number {
  return headers[deadLetterCountHeader] ?? headers['x-delivery-count'] ?? 0;
}
