/** Texts as SQS and SNS take message attributes. */
export type StringAttributes = Record<string, { readonly DataType: 'String'; readonly StringValue: string }>;

/** Wraps texts as message attributes. */
export function stringAttributes(texts: Readonly<Record<string, string>>): StringAttributes {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { DataType: 'String', StringValue: text }] as const),
  );
}
