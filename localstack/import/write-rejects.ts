import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Reject } from './order-import.ts';
import { rejectsCsv } from './rejects-csv.ts';

/** Writes rejected orders as CSV, one line each, and makes the folder for it. */
export async function writeRejects(path: string, rejects: readonly Reject[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, rejectsCsv(rejects));
}
