import * as z from 'zod/mini';
import type { DeadLetterQueue } from '../../lambdas/core/ports/dead-letter-queue.ts';
import { counted } from '../command/counted.ts';

const schema = z.object({
  requestContext: z.object({ condition: z.string() }),
  DDBStreamBatchInfo: z.object({ shardId: z.string(), batchSize: z.number() }),
});

/** What a pointer to records of a stream says of them; undefined for anything else. */
export function pointerReason(body: string): string | undefined {
  try {
    const { requestContext, DDBStreamBatchInfo } = z.parse(schema, JSON.parse(body));
    const { batchSize, shardId } = DDBStreamBatchInfo;
    return `${requestContext.condition}: ${counted(batchSize, 'record')} of ${shardId}`;
  } catch {
    return undefined;
  }
}

/** An on-failure queue of a stream, its pointers with the reason that they hold themselves. */
export function withPointerReasons(queue: DeadLetterQueue): DeadLetterQueue {
  return {
    ...queue,
    receive: async () => {
      const found = await queue.receive();
      return found.map((letter) => ({ ...letter, reason: pointerReason(letter.body) ?? letter.reason }));
    },
  };
}
