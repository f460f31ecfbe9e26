import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type ProcessIdentity, processIdentitySchema } from '../process-identity.ts';
import { stopProcess } from '../stop-process.ts';
import { writeAtomically } from '../write-atomically.ts';

const recordSchema = z.array(processIdentitySchema);

/** Remembers the workers of a folder, for the case that who started them is killed. */
export async function rememberWorkers(directory: string, workers: readonly ProcessIdentity[]): Promise<void> {
  await writeAtomically(fileIn(directory), JSON.stringify(workers));
}

/** Ends the workers of a folder that outlived who started them; answers whether there were any. */
export async function stopLeftWorkers(directory: string): Promise<boolean> {
  const text = await readFile(fileIn(directory), 'utf8').catch(() => '[]');
  const left = z.safeParse(recordSchema, JSON.parse(text)).data ?? [];
  await Promise.all(left.map((worker) => stopProcess(worker)));
  await rm(fileIn(directory), { force: true });
  return left.length > 0;
}

function fileIn(directory: string): string {
  return join(directory, 'processes.json');
}
