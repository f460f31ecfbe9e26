import { readFile } from 'node:fs/promises';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { OrderImport } from './order-import.ts';
import { parseOrders } from './parse-orders.ts';

/**
 * Reads the orders of a CSV file, or only the first `limit` of them.
 *
 * @throws PipelineError `input-invalid` when the file cannot be read or has another header.
 */
export async function readOrders(path: string, limit?: number): Promise<OrderImport> {
  return parseOrders(await textOf(path), limit);
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
