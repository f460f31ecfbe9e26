import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { projectNameSchema } from '../docker/project-name.ts';
import { processIdentitySchema } from '../process-identity.ts';
import { writeAtomically } from '../write-atomically.ts';

const login = { username: z.string(), password: z.string() };

const recordSchema = z.object({
  /** `host:port` of Kafka's listener without a login. */
  kafka: z.object({ brokers: z.string() }),
  redis: z.object({ url: z.string(), ...login }),
  /** The management API's address is without the login too. */
  rabbitmq: z.object({ url: z.string(), managementUrl: z.string(), ...login }),
  nats: z.object({ url: z.string(), ...login }),
  processes: z.array(processIdentitySchema),
  /** Undefined where they run as processes. */
  containers: z.optional(z.object({ project: projectNameSchema, count: z.number() })),
});

/** What a directory remembers of the brokers that were started for it; addresses are without the logins beside them. */
export type BrokerRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record of a directory; undefined when there is none or it cannot be read as one. */
export async function readBrokerRecord(directory: string): Promise<BrokerRecord | undefined> {
  try {
    return z.safeParse(recordSchema, JSON.parse(await readFile(fileIn(directory), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Remembers the brokers of a directory. */
export async function writeBrokerRecord(directory: string, record: BrokerRecord): Promise<void> {
  await writeAtomically(fileIn(directory), `${JSON.stringify(record, null, 2)}\n`);
}

/** Forgets the brokers of a directory. */
export async function removeBrokerRecord(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

function fileIn(directory: string): string {
  return join(directory, 'brokers.json');
}
