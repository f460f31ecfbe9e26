import * as z from 'zod/mini';
import { PipelineError } from '../errors/pipeline-error.ts';
import { checkEnvelope } from './check-envelope.ts';
import type { Envelope, WireEnvelope } from './envelope.ts';
import type { EventType } from './event-type.ts';
import { schemaUrn, schemaVersion } from './schema-urn.ts';

/** A type with the `dataschema` of its newest version, which almost every message has. */
export interface KnownType {
  readonly type: EventType;
  readonly newest: string;
}

/** The message types a reader knows, by name. */
export type KnownTypes = ReadonlyMap<string, KnownType>;

/** Indexes types by name for {@link decodeEnvelope}. */
export function knownTypes(types: readonly EventType[]): KnownTypes {
  return new Map(types.map((type) => [type.name, { type, newest: schemaUrn(type) }]));
}

/**
 * Parses one message body into an envelope whose data has the newest shape of its type.
 *
 * Unwraps the SNS notification JSON once when a subscription does not deliver raw.
 *
 * @throws PipelineError `envelope-invalid`, `event-unknown`, `event-version-unknown` or `event-invalid`; none of
 * them can succeed on a retry, so the reader parks the message. `payload-missing` when its data is kept elsewhere,
 * `payload-sealed` when it is sealed.
 */
export function decodeEnvelope(body: string, types: KnownTypes): Envelope {
  return parseEnvelope(openEnvelope(body), types);
}

/**
 * The first half of {@link decodeEnvelope}: the envelope of a body, its data not looked at.
 *
 * @throws PipelineError `envelope-invalid`.
 */
export function openEnvelope(body: string): WireEnvelope {
  const envelope = unwrapped(jsonOf(body));
  checkEnvelope(envelope);
  return envelope;
}

/** The second half of {@link decodeEnvelope}, with its errors. */
export function parseEnvelope(envelope: WireEnvelope, types: KnownTypes): Envelope {
  const known = knownTypeOf(envelope, types);
  if (isSpilled(envelope)) {
    throw new PipelineError('data that is kept elsewhere must be fetched before it is read, got only its dataref', {
      code: 'payload-missing',
    });
  }
  if (isSealed(envelope)) {
    throw new PipelineError('data that is sealed must be opened before it is read, got it sealed', {
      code: 'payload-sealed',
    });
  }
  return withData(envelope, known.type.parse(envelope.data, versionOf(envelope, known)));
}

/**
 * The type of an envelope.
 *
 * @throws PipelineError `event-unknown`.
 */
export function knownTypeOf({ type }: Pick<WireEnvelope, 'type'>, types: KnownTypes): KnownType {
  const known = types.get(type);
  if (known === undefined) {
    throw new PipelineError(`message type must be one of ${[...types.keys()].join(', ')}, got "${type}"`, {
      code: 'event-unknown',
    });
  }
  return known;
}

/** Whether the data of an envelope is kept elsewhere. */
export function isSpilled(envelope: WireEnvelope): envelope is WireEnvelope & { readonly dataref: string } {
  return envelope.dataref !== undefined && !Object.hasOwn(envelope, 'data');
}

/** Whether what is personal in the data of an envelope is sealed. */
export function isSealed(envelope: WireEnvelope): boolean {
  return envelope.dataseal !== undefined;
}

/** A copy that has the fields of an envelope and no others. */
function withData(envelope: WireEnvelope, data: unknown): Envelope {
  const { specversion, id, source, type, subject, time, datacontenttype, dataschema, correlationid } = envelope;
  const { causationid, traceparent, replyto, addressee, datasubject } = envelope;
  return {
    specversion,
    id,
    source,
    type,
    subject,
    time,
    datacontenttype,
    dataschema,
    correlationid,
    ...(causationid === undefined ? {} : { causationid }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(replyto === undefined ? {} : { replyto }),
    ...(addressee === undefined ? {} : { addressee }),
    ...(datasubject === undefined ? {} : { datasubject }),
    data,
  };
}

function versionOf({ dataschema }: WireEnvelope, { type, newest }: KnownType): number {
  if (dataschema === newest) {
    return type.version;
  }
  const version = schemaVersion(dataschema, type.name);
  if (version === undefined) {
    throw new PipelineError(`dataschema must be urn:event:${type.name}:<version>, got "${dataschema}"`, {
      code: 'envelope-invalid',
    });
  }
  return version;
}

const SnsNotification = z.object({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() });

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // The parser's own message quotes the body, so it is not kept as the cause.
    throw new PipelineError('message body must be JSON', { code: 'envelope-invalid' });
  }
}

function unwrapped(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('TopicArn' in json)) {
    return json;
  }
  const notification = SnsNotification.safeParse(json);
  return notification.success ? jsonOf(notification.data.Message) : json;
}
