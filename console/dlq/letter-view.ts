import { openEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { letterFault } from '../../lambdas/core/dead-letter/letter-fault.ts';
import { type PayloadSource, isPartial, wholeEnvelope } from '../../lambdas/core/payload/whole-envelope.ts';
import type { PersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import { utf8Bytes } from '../../lambdas/core/text/utf8-bytes.ts';
import { type LetterFacts, letterFacts } from './listing.ts';
import type { LetterPlace } from './operations.ts';

/** One letter in full. */
export interface LetterView extends LetterFacts {
  readonly queue: string;
  readonly bytes: number;
  /** Its envelope without the data; undefined when there is none that can be read. */
  readonly envelope: Readonly<Record<string, unknown>> | undefined;
  /** Whether its consumer could read it as it is now; undefined where no consumer reads it. */
  readonly readable: boolean | undefined;
  /** Why it could not. */
  readonly fault: string | undefined;
  /** The whole message, with data that is kept elsewhere but nothing personal; only for who asked for it. */
  readonly payload?: unknown;
}

/** What a view is made with. */
export interface ViewRequest {
  readonly place: LetterPlace & { readonly types?: Parameters<typeof letterFault>[0] };
  readonly payloads: PayloadSource;
  readonly mask: PersonalMask;
  readonly withPayload: boolean;
}

/** Looks at a letter. */
export async function letterView(
  { place, payloads, mask, withPayload }: ViewRequest,
  letter: DeadLetter,
): Promise<LetterView> {
  const { types } = place;
  const fault = types && (await letterFault(types, payloads)(letter.body));
  return {
    ...letterFacts(letter),
    queue: place.name,
    bytes: utf8Bytes(letter.body),
    envelope: envelopeOf(letter.body),
    readable: types && fault === undefined,
    fault,
    ...(withPayload && { payload: hidden(await wholeMessage(letter.body, payloads), mask) }),
  };
}

function hidden(message: unknown, mask: PersonalMask): unknown {
  return typeof message === 'string' ? mask.text(message) : mask.json(message);
}

/**
 * The whole message of a letter: its envelope with data that is kept elsewhere, any other JSON, or the text that it is.
 *
 * Data that is gone leaves the envelope as it is; what the store throws otherwise is thrown.
 */
export async function wholeMessage(body: string, payloads: PayloadSource): Promise<unknown> {
  try {
    const envelope = openEnvelope(body);
    return isPartial(envelope) ? await wholeEnvelope(envelope, payloads) : envelope;
  } catch (cause) {
    if (cause instanceof PipelineError && !cause.retryable) {
      return jsonOf(body);
    }
    throw cause;
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function envelopeOf(body: string): LetterView['envelope'] {
  try {
    return Object.fromEntries(Object.entries(openEnvelope(body)).filter(([name]) => name !== 'data'));
  } catch {
    return undefined;
  }
}
