import type { JsonSchema } from './json-schema.ts';

const text = { type: 'string' } as const;

/**
 * What every message is, its data apart: CloudEvents 1.0 in structured JSON with the extensions of this package.
 *
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/cloudevents.json
 */
export const envelopeSchema: JsonSchema = {
  type: 'object',
  properties: {
    specversion: { type: 'string', const: '1.0' },
    id: { type: 'string', minLength: 1, description: 'The same on every path; a duplicate is known by it.' },
    source: { type: 'string', format: 'uri-reference', description: 'Who wrote it.' },
    type: text,
    subject: { type: 'string', description: 'The ordering key.' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { type: 'string', const: 'application/json' },
    dataschema: { type: 'string', format: 'uri', description: 'urn:event:NAME:VERSION' },
    correlationid: { type: 'string', description: 'One for everything that one outside request caused.' },
    causationid: { type: 'string', description: 'Id of the message that caused this one.' },
    traceparent: { type: 'string', description: 'W3C trace context.' },
    replyto: {
      type: 'string',
      description: 'The queue that the reply is to be sent to, by its name in the definition.',
    },
    addressee: { type: 'string', description: 'The queue that a reply was sent to because its request named it.' },
    datasubject: { type: 'string', description: 'Pseudonym of the person whose data is sealed.' },
    dataseal: { type: 'string', description: 'How data is sealed; absent when it is in clear.' },
    dataref: {
      type: 'string',
      format: 'uri-reference',
      minLength: 1,
      description: 'Where data that is too long for a message is kept; such a message has no data.',
    },
  },
  required: [
    ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'correlationid'],
  ],
};

/** What stands beside the body of every message. */
export const attributesSchema: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'Name of the type; subscriptions filter by it.' },
    id: { type: 'string', description: 'Id of the message.' },
    redrive: { type: 'string', description: 'On the copy of a dead letter alone: which redrive sent it.' },
  },
  required: ['type', 'id'],
};
