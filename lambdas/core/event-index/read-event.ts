import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type KnownTypes, openEnvelope, parseEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import { type PayloadSource, isPartial, wholeEnvelope } from '../payload/whole-envelope.ts';
import type { IndexedEvent } from './indexed-event.ts';

/** Where an event lies. */
export type EventPlace = Omit<IndexedEvent, 'event'>;

/**
 * An event as a reader gets it: its data has the newest shape of its type.
 *
 * Where a pipeline seals personal data, an event about a person who was forgotten has the data that its type keeps then.
 */
export interface ReadEvent<Message = Envelope> extends EventPlace {
  readonly envelope: Message;
}

/** An event that was opened: for the reader, of a type that it does not read, or impossible to read. */
export type OpenedEvent =
  | { readonly kind: 'event'; readonly event: ReadEvent }
  | { readonly kind: 'other'; readonly event: EventPlace }
  | { readonly kind: 'fault'; readonly event: EventPlace; readonly cause: unknown };

/** How every event begins that a writer of this package has serialised: most are of other types, and need no parsing. */
const typeAtStart = /^\{"specversion":"1\.0","id":"[^"\\]*","source":"[^"\\]*","type":"([^"\\]*)"/u;

/**
 * Opens an event from the index.
 *
 * @throws PipelineError a retryable one when what keeps its data or keys does not answer.
 */
export async function openEvent(
  { event, ...place }: IndexedEvent,
  types: KnownTypes,
  payloads: PayloadSource,
): Promise<OpenedEvent> {
  const [, type] = typeAtStart.exec(event) ?? [];
  if (type !== undefined && !types.has(type)) {
    return { kind: 'other', event: place };
  }
  try {
    const opened = openEnvelope(event);
    if (!types.has(opened.type)) {
      return { kind: 'other', event: place };
    }
    const whole = isPartial(opened) ? await wholeEnvelope(opened, payloads) : opened;
    return { kind: 'event', event: { ...place, envelope: parseEnvelope(whole, types) } };
  } catch (cause) {
    if (isRetryable(cause)) {
      throw cause;
    }
    return { kind: 'fault', event: place, cause };
  }
}

/** Whether the same can succeed later. */
export function isRetryable(cause: unknown): boolean {
  return cause instanceof PipelineError && cause.retryable;
}
