import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** The content type of a body on every broker that knows headers: a CloudEvents envelope as structured JSON. */
export const envelopeContentType = 'application/cloudevents+json';

/**
 * What brokers carry beside the body: enough to route, trace and browse a message without reading it.
 *
 * `ce_` names are those of the CloudEvents binding for Kafka, so that its tools find them; `traceparent` is W3C trace
 * context. Time and trace are those of the envelope, and absent where it has none.
 *
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function messageHeaders({ id, type, key, body, redrive }: OutgoingMessage): Readonly<Record<string, string>> {
  const head = envelopeHead(body);
  const time = timeField.exec(head)?.groups?.['time'];
  const trace = traceField.exec(head)?.groups?.['trace'];
  return {
    'content-type': envelopeContentType,
    ce_id: id,
    ce_type: type,
    ...(time !== undefined && { ce_time: time }),
    ce_partitionkey: key,
    ...(trace !== undefined && { traceparent: trace }),
    ...(redrive && { [redriveAttribute]: redriveText(redrive) }),
  };
}

// A string of JSON cannot hold a bare quote, so what looks like a field is one; to parse a large body for two of its
// fields would cost more than everything else a publisher does.
const dataField = '"data":';
const timeField = /"time":"(?<time>\d{4}-\d{2}-\d{2}T[\d:.]{8,20}(?:Z|[+-]\d{2}:\d{2}))"/u;
const traceField = /"traceparent":"(?<trace>[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"/u;

/** The fields before the data, which comes last and may have fields of the same names. */
function envelopeHead(body: string): string {
  const end = body.indexOf(dataField);
  return end === -1 ? body : body.slice(0, end);
}
