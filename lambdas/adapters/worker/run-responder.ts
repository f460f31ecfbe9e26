import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { createMessageWriter } from '../../core/outbox/message-writer.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { type RabbitConnection, connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { startRabbitResponder } from '../rabbitmq/rabbit-responder.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { type CallTypes, callOf, messageOf } from './call-of.ts';
import { type ProcessStop, processStop } from './process-stop.ts';

/** Who answers a call; asked again when the answer was lost. */
export interface Responder<Request, Reply> extends CallTypes<Request, Reply> {
  /** Shown in logs. */
  readonly name: string;
  readonly answer: (question: Request) => Reply | Promise<Reply>;
}

/** What a responder may be run with; nothing of it is needed in a deployed one. */
export interface ResponderOptions extends ConnectionEnvironment {
  /** @default logs and metrics as CloudWatch takes them, under its name */
  readonly telemetry?: Telemetry;
  /** @default at SIGTERM and SIGINT */
  readonly stop?: ProcessStop;
}

const retryMs = 500;

/**
 * Answers a call of a pipeline until the process is told to stop, and again whenever the connection breaks.
 *
 * @throws PipelineError `environment-invalid` when the pipeline has no such call or a variable is missing,
 * `source-unavailable` when the broker refuses the login.
 */
export async function runResponder<Request, Reply>(
  pipeline: PipelineDefinition,
  responder: Responder<Request, Reply>,
  options: ResponderOptions = {},
): Promise<void> {
  const { name } = responder;
  const { telemetry = createLambdaTelemetry({ service: name }), stop = processStop() } = options;
  const { queue } = callOf(pipeline, responder);
  const respond = respondWith(pipeline, responder, telemetry);
  try {
    const connection = await connectRabbit({ ...(await rabbitFromEnvironment(options)), telemetry });
    telemetry.info('responder started', { name, queue });
    while (!stop.signal.aborted) {
      await respondOnce({ connection, queue, respond }, stop.signal, telemetry);
    }
    await connection.close();
    telemetry.info('responder stopped', { name, queue });
  } catch (cause) {
    telemetry.error('responder ended by an error', { name, queue }, cause);
    throw cause;
  } finally {
    telemetry.flush();
    stop.ended();
  }
}

interface Responding {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  readonly queue: string;
  readonly respond: (request: string) => Promise<string>;
}

/** Until its channel closes, or the process is told to stop. */
async function respondOnce(responding: Responding, signal: AbortSignal, telemetry: Telemetry): Promise<void> {
  const over = new AbortController();
  const watched = {
    channel: async () => {
      const channel = await responding.connection.channel();
      channel.on('close', () => {
        over.abort();
      });
      return channel;
    },
  };
  try {
    const leave = await startRabbitResponder({ ...responding, connection: watched });
    const either = AbortSignal.any([signal, over.signal]);
    if (!either.aborted) {
      await new Promise((resolve) => {
        either.addEventListener('abort', resolve, { once: true });
      });
    }
    await leave();
  } catch (cause) {
    telemetry.error('responder not begun, trying again', { queue: responding.queue }, cause);
  }
  await abortableSleep(retryMs, signal);
}

/** What is no message of ours, or what fails, is told to the caller by its code: the text of an error may quote data. */
function respondWith<Request, Reply>(
  pipeline: PipelineDefinition,
  { name, request, reply, answer }: Responder<Request, Reply>,
  telemetry: Telemetry,
): (text: string) => Promise<string> {
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: `/${pipeline.name}/${name}` });
  return async (text) => {
    try {
      const { envelope, data } = messageOf(request, text);
      const answered = JSON.stringify(writer.write(reply.of(await answer(data)), envelope));
      telemetry.count('RecordsHandled', 1);
      return answered;
    } catch (cause) {
      telemetry.error('call refused', { name }, cause);
      const code = cause instanceof PipelineError ? cause.code : 'input-invalid';
      throw new PipelineError(`the call was refused by ${code}`, { code: 'input-invalid' });
    }
  };
}
