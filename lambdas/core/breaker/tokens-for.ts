import type { BatchResult } from '../consume/batch-consumer.ts';
import type { SourceRecord } from '../consume/source-record.ts';

/** The most tokens that one failure takes. */
export const mostTokens = 5;

/**
 * The tokens that the failures of a batch take: each as many as the record has been received, because one that failed
 * before is nearer to the dead letters and tells more of an outage than a first failure does.
 *
 * A record that was not started for want of time was not tried, and of a group only the first failed record was: the
 * others are returned to keep the order behind it.
 */
export function tokensFor(records: readonly SourceRecord[], { failed, late = [] }: BatchResult): number {
  const failedIds = new Set(failed);
  const lateIds = new Set(late);
  const groups = new Set<string>();
  let tokens = 0;
  for (const { id, group, receiveCount } of records) {
    const behind = group !== undefined && groups.has(group);
    if (!failedIds.has(id) || lateIds.has(id) || behind) {
      continue;
    }
    tokens += Math.min(receiveCount, mostTokens);
    if (group !== undefined) {
      groups.add(group);
    }
  }
  return tokens;
}
