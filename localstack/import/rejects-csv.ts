import type { Reject } from './order-import.ts';

/** Rejected orders as the text of a CSV file, one line each below the header `order_id,reason,line,detail`. */
export function rejectsCsv(rejects: readonly Reject[]): string {
  const lines = rejects.map(({ orderId, reason, line, detail }) => [orderId, reason, String(line), detail].map(quoted));
  return ['order_id,reason,line,detail', ...lines.map((line) => line.join(','))].join('\n') + '\n';
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
