import * as z from 'zod/mini';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import { Begin, Completed, fiveSteps, replyTypes, resultOf } from './five-steps.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const store = 'bench';
const Ended = z.object({ data: z.object({ results: z.array(z.string()) }) });

/** Runs a saga from its start to its end and answers its results; participants reply at once. */
export type RunSaga = (key: string) => Promise<readonly string[]>;

/** This package's saga over a store of items; participants read its outbox from another, so that nobody counts that. */
export function ourSagas(items: ItemStore, outbox: Pick<ItemStore, 'get'>): RunSaga {
  const writer = createMessageWriter({ ids, clock, source: '/bench/sagas' });
  const participants = createMessageWriter({ ids, clock, source: '/bench/participants' });
  const ports = { items, writer, clock, telemetry };
  const consumer = createSagaConsumer({ name: 'bench', definitions: [fiveSteps], store, ...ports });
  const newest = async (key: string): Promise<OutgoingMessage> => {
    const message = outboxEntries(await outbox.get(sagaKey(store, key))).at(-1)?.message;
    if (message === undefined) {
      throw new PipelineError('a saga must have sent something, got nothing', { code: 'batch-failed' });
    }
    return message;
  };
  return async (key) => {
    const begin = participants.write(Begin.of({ key }), undefined);
    await consumer.handle(begin, context);
    let message = await newest(key);
    while (message.type !== Completed.name) {
      const reply = replyTypes.get(message.type);
      if (reply === undefined) {
        throw new PipelineError(`a saga must go on or complete, got "${message.type}"`, { code: 'batch-failed' });
      }
      const cause = { id: message.id, correlationid: begin.correlationid };
      await consumer.handle(participants.write(reply.of({ key, result: resultOf(stepIn(message)) }), cause), context);
      message = await newest(key);
    }
    return Ended.parse(JSON.parse(message.body)).data.results;
  };
}

function stepIn({ type }: OutgoingMessage): string {
  return type.slice(type.indexOf('.') + 1);
}
