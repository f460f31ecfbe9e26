import { renderTable } from '../../localstack/report/render-table.ts';
import type { IdempotencyFigures } from '../idempotency/idempotency.bench.ts';
import { aim, fixed } from './cells.ts';

const titles: Readonly<Record<IdempotencyFigures['delivery'], string>> = {
  outside: 'effect outside',
  duplicate: 'the same again',
  table: 'effect in the table',
};

/** What idempotency costs a record, on both sides. */
export function idempotencyLines(idempotency: readonly IdempotencyFigures[]): readonly string[] {
  return [
    'Consumer engine and idempotency, per SQS record: this package | Powertools',
    ...renderTable(
      ['delivery', 'microseconds', 'ratio', 'heap, KB', 'writes', 'aim'],
      idempotency.map(({ delivery, microseconds, allocated, writes }) => [
        titles[delivery],
        both(fixed(microseconds.ours), fixed(microseconds.peer)),
        fixed(microseconds.ratio),
        both((allocated.ours / 1000).toFixed(1), (allocated.powertools / 1000).toFixed(1)),
        both(String(writes.ours), String(writes.powertools)),
        aim('ratio <= 1', microseconds.ratio <= 1),
      ]),
    ),
  ];
}

function both(ours: string, powertools: string): string {
  return `${ours} | ${powertools}`;
}
