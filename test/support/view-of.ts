import { checkEnvelope } from '../../lambdas/contracts/events/check-envelope.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { AnyProjection } from '../../lambdas/core/projection/generation.ts';
import { type MergedRow, mergedWith, newRow, rowAttributes } from '../../lambdas/core/projection/merged-row.ts';
import type { ViewRow } from '../../lambdas/core/projection/views.ts';
import { fixedIds } from './fixed-ids.ts';

/** An event, and when it happened: the first of them on the first day of 2026 unless it says so. */
export type Happened = Draft | { readonly on: string; readonly event: Draft };

/** The view that a projection makes of some events, by row. */
export function viewOf(projection: AnyProjection, events: readonly Happened[]): readonly ViewRow[] {
  const rows = new Map<string, MergedRow>();
  let version = 0;
  for (const happened of events) {
    const { on, event } = 'on' in happened ? happened : { on: '2026-01-01', event: happened };
    const clock = { now: () => Date.parse(`${on}T12:00:00Z`) };
    const envelope = createMessageWriter({ ids: fixedIds(), clock, source: '/test' }).write(event, undefined);
    checkEnvelope(envelope);
    version += 1;
    const context = { stream: `test-${envelope.subject}`, version, replay: false };
    for (const change of projection.project(envelope as never, context)) {
      rows.set(change.row, mergedWith(rows.get(change.row) ?? newRow, change));
    }
  }
  return [...rows].filter(([, { gone }]) => !gone).map(([row, merged]) => ({ row, fields: rowAttributes(merged) }));
}
