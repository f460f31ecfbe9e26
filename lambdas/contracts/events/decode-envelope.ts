import * as z from 'zod/mini';
import { PipelineError } from '../errors/pipeline-error.ts';
import { checkEnvelope } from './check-envelope.ts';
import type { Envelope } from './envelope.ts';
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
 * them can succeed on a retry, so the reader parks the message.
 */
export function decodeEnvelope(body: string, types: KnownTypes): Envelope {
  const envelope = unwrapped(jsonOf(body));
  checkEnvelope(envelope);
  const known = types.get(envelope.type);
  if (known === undefined) {
    throw new PipelineError(`message type must be one of ${[...types.keys()].join(', ')}, got "${envelope.type}"`, {
      code: 'event-unknown',
    });
  }
  return withData(envelope, known.type.parse(envelope.data, versionOf(envelope, known)));
}

/** A copy that has the fields of an envelope and no others. */
function withData(envelope: Envelope, data: unknown): Envelope {
  const { specversion, id, source, type, subject, time, datacontenttype, dataschema, correlationid } = envelope;
  const { causationid, traceparent } = envelope;
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
    data,
  };
}

function versionOf({ dataschema }: Envelope, { type, newest }: KnownType): number {
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
