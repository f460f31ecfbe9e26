import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { processIdentitySchema } from './process-identity.ts';
import { writeAtomically } from './write-atomically.ts';

const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('native'),
    url: z.string(),
    process: processIdentitySchema,
    owner: z.optional(processIdentitySchema),
  }),
  z.object({
    kind: z.literal('docker'),
    url: z.string(),
    project: z.string(),
    owner: z.optional(processIdentitySchema),
  }),
]);

/** What a directory remembers of the endpoint that was started for it, so that another command finds and stops it. */
export type EndpointRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record of a directory; undefined when there is none or it cannot be read as one. */
export async function readEndpointRecord(directory: string): Promise<EndpointRecord | undefined> {
  try {
    const text: unknown = JSON.parse(await readFile(fileIn(directory), 'utf8'));
    return z.parse(recordSchema, text);
  } catch {
    return undefined;
  }
}

/** Remembers the endpoint of a directory. */
export async function writeEndpointRecord(directory: string, record: EndpointRecord): Promise<void> {
  await writeAtomically(fileIn(directory), `${JSON.stringify(record, null, 2)}\n`);
}

/** Forgets the endpoint of a directory. */
export async function removeEndpointRecord(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

function fileIn(directory: string): string {
  return join(directory, 'endpoint.json');
}
