import * as z from 'zod/mini';
import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';

/** The field of an entry that holds the message; the others are its headers. */
export const bodyField = 'body';

/** One entry of a stream: its id and its fields. */
export interface StreamEntry {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

const entriesSchema = z.array(z.tuple([z.string(), z.array(z.string())]));
const readSchema = z.nullable(z.array(z.tuple([z.string(), entriesSchema])));

/** Entries as Redis lists them: each its id, then names and values of its fields by turns. */
export function parseEntries(reply: unknown): readonly StreamEntry[] {
  return entriesSchema.parse(reply).map(([id, flat]) => ({ id, fields: fieldsOf(flat) }));
}

/** The reply to a read of one stream; none when nothing came in time. */
export function parseRead(reply: unknown): readonly StreamEntry[] {
  const [stream] = readSchema.parse(reply) ?? [];
  return stream === undefined ? [] : parseEntries(stream[1]);
}

/** An entry as a consumer sees it; what lacks a body is poison, which the consumer finds. */
export function recordOf({ id, fields }: StreamEntry, receiveCount: number): SourceRecord {
  const redrive = redriveMark(fields[redriveAttribute] ?? '');
  return {
    id,
    body: fields[bodyField] ?? '',
    group: undefined,
    receiveCount,
    receipt: id,
    ...(redrive && { redrive }),
  };
}

/** Headers and a body as the arguments that write an entry. */
export function entryArguments(headers: Readonly<Record<string, string>>, body: string): readonly string[] {
  return [...Object.entries(headers).flat(), bodyField, body];
}

function fieldsOf(flat: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    fields[flat[index] ?? ''] = flat[index + 1] ?? '';
  }
  return fields;
}
