import { readFile } from 'node:fs/promises';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type Entry, type OrderImport, type Reject, idOf } from './order-import.ts';
import { parseOrders } from './parse-orders.ts';

/**
 * Reads the orders and returns of CSV files one after another, or only the first `limit` of them.
 *
 * An id that stood in an earlier file is rejected: an order is all lines of one file.
 *
 * @throws PipelineError `input-invalid` when a file cannot be read or has another header.
 */
export async function readOrders(paths: readonly string[], limit = Number.POSITIVE_INFINITY): Promise<OrderImport> {
  let all: OrderImport = { read: 0, entries: [], orders: [], rejects: [] };
  for (const path of paths) {
    all = joined(all, parseOrders(await textOf(path), limit - all.read));
  }
  return all;
}

function joined(before: OrderImport, next: OrderImport): OrderImport {
  const known = new Set([...before.entries.map(idOf), ...before.rejects.map(({ orderId }) => orderId)]);
  const repeated = next.entries.filter((entry) => known.has(idOf(entry)));
  return {
    read: before.read + next.read,
    entries: [...before.entries, ...next.entries.filter((entry) => !known.has(idOf(entry)))],
    orders: [...before.orders, ...next.orders.filter(({ orderId }) => !known.has(orderId))],
    rejects: [...before.rejects, ...next.rejects, ...repeated.map(rejected)],
  };
}

function rejected(entry: Entry): Reject {
  return { orderId: idOf(entry), reason: 'repeated', line: 0, detail: 'an id must stand in one file only' };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PipelineError(`--orders must name a file that can be read, got "${path}"`, {
      code: 'input-invalid',
      cause,
    });
  }
}
