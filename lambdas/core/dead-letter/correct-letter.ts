import { knownTypes, openEnvelope, parseEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { WireEnvelope } from '../../contracts/events/envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { type PayloadSource, wholeEnvelope } from '../payload/whole-envelope.ts';
import type { IdSource } from '../ports/id-source.ts';
import { type JsonChange, jsonChanges } from './json-changes.ts';

/** A correction that its consumer can read. */
export interface Correction {
  readonly body: string;
  /** What differs from the letter as it was; its id always does. */
  readonly changes: readonly JsonChange[];
}

/** What a correction is checked with. */
export interface CorrectionDependencies {
  /** The types that the consumer of the letter handles. */
  readonly types: readonly EventType[];
  readonly payloads: PayloadSource;
  readonly ids: IdSource;
}

/**
 * Checks a corrected body against the schema of its type and says what it changes.
 *
 * The message gets a new id: what was corrected is not what was sent under the old one, and consumers compare both.
 * Cause and correlation stay, so that replies still find their way.
 *
 * @throws PipelineError `envelope-invalid`, `event-unknown`, `event-version-unknown` or `event-invalid` when the
 * consumer could not read it, `payload-missing` when its data is kept elsewhere and gone.
 */
export async function correctLetter(
  { types, payloads, ids }: CorrectionDependencies,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<Correction> {
  const envelope: WireEnvelope = { ...openEnvelope(after), id: ids.next() };
  parseEnvelope(await wholeEnvelope(envelope, payloads), knownTypes(types));
  return { body: JSON.stringify(envelope), changes: jsonChanges(jsonOf(before), envelope) };
}

/** A letter may be anything at all: what is no JSON is compared as the text it is. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
