/** A JSON Schema, or a part of one, as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;
