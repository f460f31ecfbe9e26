import {
  BatchProcessor,
  EventType,
  SqsFifoPartialProcessorAsync,
  processPartialResponse,
} from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { createQueueHandler } from '../../lambdas/adapters/lambda/queue-handler.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { messageSchema } from './message-schema.ts';

/** Takes a batch the way a deployed function would. */
export type Contestant = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** This package's handler: parses the event, decodes each envelope, calls a handler that does nothing. */
export function ourHandler(): Contestant {
  const handler = createQueueHandler({
    consumer: { name: 'nothing', handles: [OrderPlaced], handle: () => Promise.resolve(ok()) },
    parking: { park: () => Promise.resolve() },
    visibility: { delay: () => Promise.resolve() },
    telemetry: createMemoryTelemetry(),
    clock: systemClock,
  });
  const context = { getRemainingTimeInMillis: () => 30_000 };
  return (event) => handler(event, context);
}

/** The batch utility of Powertools with the same work in its record handler: JSON, the same schemas, nothing more. */
export function powertoolsHandler({ fifo }: { readonly fifo: boolean }): Contestant {
  const handle = (): Promise<void> => Promise.resolve();
  const recordHandler = async (record: SQSRecord): Promise<void> => {
    z.parse(Message, JSON.parse(record.body) as unknown);
    await handle();
  };
  if (fifo) {
    const processor = new SqsFifoPartialProcessorAsync();
    return (event) => processPartialResponse(event, recordHandler, processor, { skipGroupOnError: true });
  }
  const processor = new BatchProcessor(EventType.SQS);
  return (event) => processPartialResponse(event, recordHandler, processor);
}

const Message = messageSchema(OrderPlaced);
