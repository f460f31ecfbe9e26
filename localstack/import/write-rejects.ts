import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Reject } from './order-import.ts';

/** Writes rejected orders as CSV, one line each, and makes the folder for it. */
export async function writeRejects(path: string, rejects: readonly Reject[]): Promise<void> {
  const lines = rejects.map(({ orderId, reason, line, detail }) => [orderId, reason, String(line), detail].map(quoted));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, ['order_id,reason,line,detail', ...lines.map((line) => line.join(','))].join('\n') + '\n');
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
