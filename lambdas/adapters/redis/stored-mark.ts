import * as z from 'zod/mini';
import type { Attributes, Item, ItemKey, ItemValue } from '../../core/ports/item-store.ts';

const fieldsSchema = z.array(z.string());
const valueSchema: z.ZodMiniType<ItemValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(valueSchema), z.record(z.string(), valueSchema)]),
);
const attributesSchema = z.record(z.string(), valueSchema);

/** A mark as the engine knows it, from the names and values of its hash by turns; undefined for an empty list. */
export function storedMark(key: ItemKey, reply: unknown): Item | undefined {
  const flat = fieldsSchema.parse(reply);
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    fields.set(flat[index] ?? '', flat[index + 1] ?? '');
  }
  return fields.size === 0 ? undefined : { key, attributes: attributesOf(fields) };
}

function attributesOf(fields: ReadonlyMap<string, string>): Attributes {
  const texts = ['attempt', 'schema', 'fingerprint'].flatMap((name) => entryOf(name, fields.get(name)));
  const numbers = ['leaseUntil', 'expiresAt'].flatMap((name) => entryOf(name, numberOf(fields.get(name))));
  return {
    ...attributesSchema.parse(JSON.parse(fields.get('result') ?? '{}')),
    ...Object.fromEntries<string | number>([...texts, ...numbers]),
    done: fields.get('done') === '1',
  };
}

function entryOf<Value>(name: string, value: Value | undefined): readonly (readonly [string, Value])[] {
  return value === undefined ? [] : [[name, value]];
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
