/** How bytes are told as text: as UTF-8, as base64 because they are none, or not at all because there are none. */
export type TextForm = 'text' | 'bytes' | 'none';

/** Where a record lies, and how its text has to be read to get its bytes back. */
export interface RecordReceipt {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly value: TextForm;
  readonly key: TextForm;
}

/** The receipt as the text that a source record carries; a topic's name holds no blank. */
export function recordReceipt({ topic, partition, offset, value, key }: RecordReceipt): string {
  return `${partition} ${offset} ${value} ${key} ${topic}`;
}

/** The receipt that a text says; undefined for any other text. */
export function readReceipt(text: string): RecordReceipt | undefined {
  const [, partition, offset, value, key, topic] =
    /^(\d{1,9}) (\d{1,19}) (text|bytes|none) (text|bytes|none) (\S+)$/.exec(text) ?? [];
  return offset === undefined || topic === undefined
    ? undefined
    : { topic, partition: Number(partition), offset: BigInt(offset), value: formOf(value), key: formOf(key) };
}

function formOf(text: string | undefined): TextForm {
  return text === 'bytes' || text === 'none' ? text : 'text';
}
