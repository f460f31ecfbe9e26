import * as z from 'zod/mini';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { Envelope } from './envelope.ts';
import type { EventType } from './event-type.ts';
import { schemaVersion } from './schema-urn.ts';

/** The message types a reader knows, by name. */
export type KnownTypes = ReadonlyMap<string, EventType>;

/** Indexes types by name for {@link decodeEnvelope}. */
export function knownTypes(types: readonly EventType[]): KnownTypes {
  return new Map(types.map((type) => [type.name, type]));
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
  const envelope = envelopeOf(unwrapped(jsonOf(body)));
  const type = types.get(envelope.type);
  if (type === undefined) {
    throw new PipelineError(`message type must be one of ${[...types.keys()].join(', ')}, got "${envelope.type}"`, {
      code: 'event-unknown',
    });
  }
  const version = schemaVersion(envelope.dataschema);
  if (version === undefined) {
    throw new PipelineError(`dataschema must be urn:event:<name>:<version>, got "${envelope.dataschema}"`, {
      code: 'envelope-invalid',
    });
  }
  return { ...envelope, data: type.parse(envelope.data, version) };
}

const Wire = z.object({
  specversion: z.literal('1.0'),
  id: z.string().check(z.minLength(1)),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: z.string(),
  causationid: z.optional(z.string()),
  traceparent: z.optional(z.string()),
  data: z.unknown(),
});

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

function envelopeOf(json: unknown): Envelope {
  const parsed = Wire.safeParse(json);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)').join(', ');
    throw new PipelineError(`message must be a CloudEvents 1.0 envelope, failed at ${fields}`, {
      code: 'envelope-invalid',
    });
  }
  return parsed.data;
}
