import { openEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type PayloadSource, isPartial, wholeEnvelope } from '../../lambdas/core/payload/whole-envelope.ts';
import type { PersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';

/** One event as operators see it: its data only for who asks, and what is personal in it never. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  /** `urn:event:<name>:<version>`. */
  readonly schema: string;
  readonly time: string;
  readonly subject: string;
  /** Id of the message that caused it; undefined for the first of its kind. */
  readonly cause: string | undefined;
  /** Id of everything that one request caused. */
  readonly correlation: string;
  readonly data?: unknown;
}

/** What views are made with. */
export interface EventViewing {
  readonly payloads: PayloadSource;
  readonly mask: PersonalMask;
  readonly withData: boolean;
}

/**
 * Looks at one serialised event.
 *
 * @throws PipelineError `envelope-invalid` for a text that is no envelope.
 */
export async function eventView(text: string, { payloads, mask, withData }: EventViewing): Promise<EventView> {
  const envelope = openEnvelope(text);
  const view = {
    id: envelope.id,
    type: envelope.type,
    schema: envelope.dataschema,
    time: envelope.time,
    subject: envelope.subject,
    cause: envelope.causationid,
    correlation: envelope.correlationid,
  };
  if (!withData) {
    return view;
  }
  const whole = isPartial(envelope) ? await wholeOr(envelope, payloads) : envelope;
  return { ...view, data: mask.json(whole.data ?? `kept elsewhere: ${whole.dataref ?? 'nowhere'}`) };
}

/** Data that is gone leaves the event as it is; what the store throws otherwise is thrown. */
async function wholeOr(
  envelope: ReturnType<typeof openEnvelope>,
  payloads: PayloadSource,
): Promise<ReturnType<typeof openEnvelope>> {
  try {
    return await wholeEnvelope(envelope, payloads);
  } catch (cause) {
    if (cause instanceof PipelineError && !cause.retryable) {
      return envelope;
    }
    throw cause;
  }
}
