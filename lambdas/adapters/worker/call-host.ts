import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { createMessageWriter } from '../../core/outbox/message-writer.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { type RabbitCaller, createRabbitCaller } from '../rabbitmq/rabbit-caller.ts';
import { connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { type CallTypes, callOf, messageOf } from './call-of.ts';

/** What a caller is composed with. */
export interface CallHostOptions extends ConnectionEnvironment {
  readonly telemetry: Telemetry;
}

/** Asks over RabbitMQ, and waits for the answer. */
export interface CallHost<Request, Reply> {
  /**
   * The reply to a question.
   *
   * @throws PipelineError `result-missing` (retryable) when none came in time: it may have been done all the same;
   * `input-invalid` when it was refused.
   */
  ask(question: Request): Promise<Reply>;
  /** Leaves the broker. */
  close(): Promise<void>;
}

/**
 * Composes a call of a pipeline for one of its consumers; connects when something is first asked.
 *
 * @throws PipelineError `environment-invalid` when the pipeline has no such call.
 */
export function createCallHost<Request, Reply>(
  { pipeline, name }: { readonly pipeline: PipelineDefinition; readonly name: string },
  types: CallTypes<Request, Reply>,
  options: CallHostOptions,
): CallHost<Request, Reply> {
  const { queue, timeoutSeconds } = callOf(pipeline, types);
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: `/${pipeline.name}/${name}` });
  const open = async (): Promise<OpenedCaller> => {
    const connection = await connectRabbit({ ...(await rabbitFromEnvironment(options)), telemetry: options.telemetry });
    const newId = (): string => uuidSource.next();
    const caller = createRabbitCaller({ connection, queue, timeoutSeconds, newId, sleep: abortableSleep });
    return { caller, close: () => connection.close() };
  };
  let opening: Promise<OpenedCaller> | undefined;
  const opened = (): Promise<OpenedCaller> =>
    (opening ??= open().catch((cause: unknown) => {
      opening = undefined;
      throw cause;
    }));
  return {
    ask: async (question) => {
      const { caller } = await opened();
      const text = JSON.stringify(writer.write(types.request.of(question), undefined));
      return messageOf(types.reply, await caller.call(text)).data;
    },
    close: async () => {
      const open = await opening;
      await open?.caller.close();
      await open?.close();
    },
  };
}

interface OpenedCaller {
  readonly caller: RabbitCaller;
  close(): Promise<void>;
}
