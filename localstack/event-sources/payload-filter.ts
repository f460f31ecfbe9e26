import { encodedText } from '../../lambdas/adapters/lambda/encoded-body.ts';
import { type RecordFilter, createRecordFilter } from './record-filter.ts';

/** Tells by its payload, which is base64, whether a record of a broker is to be handed over. */
export type PayloadFilter = (payload: string | null) => boolean;

/**
 * Makes the filter of a broker's mapping, whose patterns stand below one key: `value` of Kafka, `data` of RabbitMQ.
 *
 * A pattern for JSON tells nothing of plain text, nor one for text of JSON, nor either of bytes that are no text: such
 * records are handed over.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/with-mq-filtering.html
 *
 * @throws PipelineError `backend-failed` for a pattern that is not understood.
 */
export function createPayloadFilter(patterns: readonly string[], key: 'value' | 'data'): PayloadFilter {
  const filters = patterns.map((pattern) => filterOf(pattern, key));
  return (payload) => filters.length === 0 || filters.some((passes) => passes(payload));
}

function filterOf(pattern: string, key: string): PayloadFilter {
  const passes: RecordFilter = createRecordFilter([pattern]);
  const expected = field(JSON.parse(pattern), key);
  return (payload) => {
    const text = encodedText(payload);
    if (text === undefined || expected === undefined) {
      return true;
    }
    const json = jsonOf(text);
    const forText = Array.isArray(expected);
    return forText === (json === undefined) ? passes({ [key]: json ?? text }) : true;
  };
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** The object or list that a text is; undefined for any other text. */
function jsonOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
