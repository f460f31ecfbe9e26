import { relative } from 'node:path';
import type { RunOptions } from '../options/run-options.ts';
import { type ImportFigures, countBy } from '../report/order-figures.ts';
import { type OrderImport, idOf } from './order-import.ts';
import { readOrders } from './read-orders.ts';
import { writeRejects } from './write-rejects.ts';

/** Where rejected orders are listed, relative to the working folder. */
const rejectsPath = '.local/rejects.csv';

/** What a run was given, and how its report tells it. */
export interface ImportedRun extends Pick<OrderImport, 'entries' | 'orders'> {
  readonly figures: {
    /** The files the orders came from, relative to the working folder. */
    readonly source: string;
    readonly imported: ImportFigures;
    /** Where rejected orders are listed; undefined when there is none. */
    readonly rejectsFile: string | undefined;
  };
}

/** Reads the orders of a run and lists those that are rejected. */
export async function importRun({ orders: paths, limit }: Pick<RunOptions, 'orders' | 'limit'>): Promise<ImportedRun> {
  const { read, entries, orders, rejects } = await readOrders(paths, limit);
  const rejectsFile = rejects.length > 0 ? rejectsPath : undefined;
  if (rejectsFile !== undefined) {
    await writeRejects(rejectsFile, rejects);
  }
  const imported = {
    read,
    accepted: new Set(entries.map(idOf)),
    rejected: countBy(rejects, ({ reason }) => reason),
  };
  const source = paths.map((path) => relative('', path)).join(', ');
  return { entries, orders, figures: { source, imported, rejectsFile } };
}
