import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { projectNameSchema } from './docker/project-name.ts';
import { isLoopbackUrl } from './loopback-url.ts';
import { processIdentitySchema } from './process-identity.ts';
import { writeAtomically } from './write-atomically.ts';

const urlSchema = z.string().check(z.refine(isLoopbackUrl));

const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('native'),
    url: urlSchema,
    process: processIdentitySchema,
    owner: z.optional(processIdentitySchema),
  }),
  z.object({
    kind: z.literal('docker'),
    url: urlSchema,
    project: projectNameSchema,
    owner: z.optional(processIdentitySchema),
  }),
]);

/** What a directory remembers of the endpoint that was started for it, so that another command finds and stops it. */
export type EndpointRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record of a directory; undefined when there is none or it cannot be read as one. */
export async function readEndpointRecord(directory: string): Promise<EndpointRecord | undefined> {
  try {
    return parseEndpointRecord(await readFile(fileIn(directory), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads a record's text; undefined for what is not whole, or names another machine or a process of the system. */
export function parseEndpointRecord(text: string): EndpointRecord | undefined {
  try {
    return z.safeParse(recordSchema, JSON.parse(text)).data;
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
