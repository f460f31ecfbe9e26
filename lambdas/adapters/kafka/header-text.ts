import type { KafkaRecordIn } from './kafka-record.ts';

/** The text of the last header of a name, which is the one that Kafka's own clients take; undefined without one. */
export function headerText(headers: KafkaRecordIn['headers'], name: string): string | undefined {
  const wanted = Buffer.from(name);
  const [, value] = headers.findLast(([other]) => other !== null && wanted.equals(other)) ?? [];
  return value ? Buffer.from(value).toString() : undefined;
}
