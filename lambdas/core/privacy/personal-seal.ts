import { isSealed } from '../../contracts/events/decode-envelope.ts';
import type { Envelope, SealedData, WireEnvelope } from '../../contracts/events/envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import type { SubjectKeys } from '../ports/subject-keys.ts';
import { isSealedData } from './open-form.ts';
import { pseudonymOf } from './pseudonym.ts';
import { type PersonalValue, personalParts, withPersonalValues } from './personal-values.ts';

/** What sealing works with. */
export interface PersonalSealDependencies {
  readonly keys: SubjectKeys;
  readonly cipher: PersonalCipher;
  readonly fingerprint: Fingerprint;
}

/** A text that only the key of its person opens. */
export interface SealedText {
  /** The pseudonym of the person. */
  readonly subject: string;
  readonly sealed: string;
}

/** Keeps what is personal under the key of its person. Methods throw as {@link SubjectKeys} do. */
export interface PersonalSeal {
  /**
   * The envelope with its personal part sealed; without it when its person was forgotten. As it is when nothing in it is
   * personal.
   *
   * @throws PipelineError `definition-invalid` when the ordering key says something personal: keys are never sealed.
   */
  seal(type: EventType, envelope: Envelope): Promise<WireEnvelope>;
  /**
   * The envelope with its personal part open; with replacements when its person was forgotten. As it is when it is not
   * sealed.
   *
   * @throws PipelineError `seal-broken` when it was changed or moved from where it was sealed, or there is no such key.
   */
  unseal(envelope: WireEnvelope): Promise<WireEnvelope>;
  /** A text sealed for a subject, the pseudonym of a person, and bound to its context; undefined when it was forgotten. */
  sealText(subject: string, text: string, context: string): Promise<SealedText | undefined>;
  /** The text again; undefined when the person was forgotten. Throws as `unseal` does. */
  unsealText(sealed: SealedText, context: string): Promise<string | undefined>;
}

/** What an envelope says of how it is sealed. */
export const dataSeal = 'aes-256-gcm';

/** Creates the seal over keys of persons. */
export function createPersonalSeal(dependencies: PersonalSealDependencies): PersonalSeal {
  const { cipher, fingerprint } = dependencies;
  const sealText: PersonalSeal['sealText'] = async (subject, text, context) => {
    const key = await dependencies.keys.keyFor(subject);
    return key.kind === 'forgotten'
      ? undefined
      : { subject, sealed: cipher.encrypt({ key: key.bytes, text, context: bound(context, subject) }) };
  };
  const unsealText: PersonalSeal['unsealText'] = async ({ subject, sealed }, context) => {
    const key = await dependencies.keys.find(subject);
    if (key.kind === 'absent') {
      throw new PipelineError('what is sealed must have a key of its person, found none', { code: 'seal-broken' });
    }
    return key.kind === 'forgotten'
      ? undefined
      : cipher.decrypt({ key: key.bytes, text: sealed, context: bound(context, subject) });
  };
  return {
    sealText,
    unsealText,
    seal: (type, envelope) =>
      sealed((person, text, context) => sealText(pseudonymOf(fingerprint, person), text, context), type, envelope),
    unseal: (envelope) => (isSealed(envelope) ? unsealed(unsealText, envelope) : Promise.resolve(envelope)),
  };
}

async function sealed(sealText: PersonalSeal['sealText'], type: EventType, envelope: Envelope): Promise<WireEnvelope> {
  const person = type.personal.length === 0 ? undefined : type.subjectOf(envelope.data);
  const { open, values } = personalParts(envelope.data, type.personal);
  if (person === undefined || values.length === 0) {
    return envelope;
  }
  if (type.keyOf(open) !== envelope.subject) {
    throw new PipelineError(`the ordering key of "${type.name}" must not be personal, got one that is`, {
      code: 'definition-invalid',
    });
  }
  const text = await sealText(person, JSON.stringify(values), contextOf(envelope));
  if (text === undefined) {
    return { ...envelope, data: open };
  }
  const data: SealedData = { open, sealed: text.sealed };
  return { ...envelope, datasubject: text.subject, dataseal: dataSeal, data };
}

async function unsealed(unsealText: PersonalSeal['unsealText'], envelope: WireEnvelope): Promise<WireEnvelope> {
  const { dataseal, datasubject, data, ...rest } = envelope;
  if (dataseal !== dataSeal || datasubject === undefined || !isSealedData(data)) {
    throw new PipelineError(`sealed data must be open and sealed by ${dataSeal}, got something else`, {
      code: 'seal-broken',
    });
  }
  const text = await unsealText({ subject: datasubject, sealed: data.sealed }, contextOf(envelope));
  return text === undefined
    ? { ...rest, data: data.open }
    : { ...rest, datasubject, data: withPersonalValues(data.open, JSON.parse(text) as readonly PersonalValue[]) };
}

/** Bound to its very event: a seal that is moved to another type, version or event opens nothing. */
function contextOf({ id, type, dataschema }: WireEnvelope): string {
  return JSON.stringify(['event', id, type, dataschema]);
}

function bound(context: string, subject: string): string {
  return JSON.stringify([subject, context]);
}
