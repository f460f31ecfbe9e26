import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Query } from '../../core/ports/item-store.ts';
import { createExpressionAliases } from './expression-aliases.ts';
import { keyAttributes } from './key-attributes.ts';

/**
 * The first page of a query; consistent, because a stale read followed by a conditional write is a false conflict.
 *
 * Undefined when no sort key can match.
 */
export function queryRequest(tableName: string, query: Query): QueryCommandInput | undefined {
  const { partition, descending = false, limit } = query;
  const range = sortRange(query);
  if (range === undefined) {
    return undefined;
  }
  const aliases = createExpressionAliases();
  const inPartition = `${aliases.name(keyAttributes.partition)} = ${aliases.value(partition)}`;
  const sort = (): string => aliases.name(keyAttributes.sort);
  return {
    TableName: tableName,
    KeyConditionExpression: [inPartition, ...rangeCondition(range, sort, (key) => aliases.value(key))].join(' AND '),
    ConsistentRead: true,
    ScanIndexForward: !descending,
    ...(limit === undefined ? {} : { Limit: limit }),
    ...aliases.fields(),
  };
}

/** Sort keys with a prefix, or between two ends that both belong to it. */
type SortRange = { readonly prefix: string } | { readonly low?: string; readonly high?: string };

/** The last code point there is: behind a prefix, it comes after whatever else can follow it. */
const lastCodePoint = '\u{10FFFF}';

/** A key condition takes one comparison of the sort key, so a prefix and a beginning become two ends. */
function sortRange({ sortPrefix = '', descending, from }: Query): SortRange | undefined {
  if (from === undefined) {
    return { prefix: sortPrefix };
  }
  if (sortPrefix === '') {
    return descending === true ? { high: from } : { low: from };
  }
  const end = `${sortPrefix}${lastCodePoint}`;
  const ends =
    descending === true
      ? { low: sortPrefix, high: earlier(from, end) }
      : { low: isBefore(from, sortPrefix) ? sortPrefix : from, high: end };
  return isBefore(ends.high, ends.low) ? undefined : ends;
}

function earlier(one: string, other: string): string {
  return isBefore(one, other) ? one : other;
}

function rangeCondition(range: SortRange, sort: () => string, value: (key: string) => string): readonly string[] {
  if ('prefix' in range) {
    return range.prefix === '' ? [] : [`begins_with(${sort()}, ${value(range.prefix)})`];
  }
  const { low, high } = range;
  if (low !== undefined && high !== undefined) {
    return [`${sort()} BETWEEN ${value(low)} AND ${value(high)}`];
  }
  return [low === undefined ? `${sort()} <= ${value(high ?? '')}` : `${sort()} >= ${value(low)}`];
}

/** Sort keys are ordered by their bytes. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
