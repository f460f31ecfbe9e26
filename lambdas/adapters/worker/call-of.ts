import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { RabbitCallDefinition } from '../../contracts/definition/rabbit-call.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { decodeEnvelope, knownTypes } from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';

/** A call by the types of its two sides. */
export interface CallTypes<Request, Reply> {
  readonly request: EventType<string, Request>;
  readonly reply: EventType<string, Reply>;
}

/**
 * The call of a pipeline that asks and answers with those types.
 *
 * @throws PipelineError `environment-invalid` when it has none.
 */
export function callOf<Request, Reply>(
  { rabbitmq }: Pick<PipelineDefinition, 'rabbitmq'>,
  { request, reply }: CallTypes<Request, Reply>,
): RabbitCallDefinition {
  const found = Object.values(rabbitmq?.calls ?? {}).find(
    (call) => call.request.name === request.name && call.reply.name === reply.name,
  );
  if (found === undefined) {
    throw new PipelineError(`the pipeline must have a call of "${request.name}", got none`, {
      code: 'environment-invalid',
    });
  }
  return found;
}

/** One side of a call as it came, with its data in the newest shape. @throws PipelineError as `decodeEnvelope` does. */
export function messageOf<Data>(
  type: EventType<string, Data>,
  text: string,
): { readonly envelope: Envelope; readonly data: Data } {
  const envelope = decodeEnvelope(text, knownTypes([type]));
  return { envelope, data: type.parse(envelope.data, type.version) };
}
