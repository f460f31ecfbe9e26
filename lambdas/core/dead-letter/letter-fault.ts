import { knownTypes, openEnvelope, parseEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type PayloadSource, wholeEnvelope } from '../payload/whole-envelope.ts';
import { openForm } from '../privacy/open-form.ts';

/**
 * Says why a consumer of some types could not read a body, upcasters included; undefined when it can.
 *
 * A sealed one is judged by what it will be once its person is forgotten, so nobody needs the key. The reason names fields, never values. What is worth another try (a store that does not answer) is thrown.
 */
export function letterFault(
  types: readonly EventType[],
  payloads: PayloadSource,
): (body: string) => Promise<string | undefined> {
  const known = knownTypes(types);
  return async (body) => {
    try {
      parseEnvelope(openForm(await wholeEnvelope(openEnvelope(body), payloads)), known);
      return undefined;
    } catch (cause) {
      if (cause instanceof PipelineError && !cause.retryable) {
        return `${cause.code}: ${cause.message}`;
      }
      throw cause;
    }
  };
}
