import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import * as z from 'zod/mini';

/** Folder of package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The orders that are shipped with the project. */
export const shippedOrders = join(root, 'localstack/data/cdnow-orders.csv');

const Report = z.object({
  interrupted: z.boolean(),
  orders: z.object({
    read: z.number(),
    accepted: z.number(),
    rejected: z.record(z.string(), z.number()),
    completed: z.number(),
    compensated: z.record(z.string(), z.number()),
    returned: z.number(),
    returnsRefused: z.record(z.string(), z.number()),
    parked: z.number(),
    parkedBy: z.record(z.string(), z.number()),
    inFlight: z.number(),
    amountCompleted: z.number(),
    amountRefunded: z.number(),
    amountReturned: z.number(),
  }),
  consumers: z.array(z.object({ name: z.string(), handled: z.number(), duplicates: z.number() })),
  queues: z.array(
    z.object({
      name: z.string(),
      sent: z.number(),
      waiting: z.number(),
      inFlight: z.number(),
      deadLetters: z.number(),
    }),
  ),
  invariants: z.array(z.object({ number: z.number(), holds: z.boolean(), evidence: z.string() })),
});

/** The report of a run, as far as tests look at it. */
export type Report = z.infer<typeof Report>;

/** Starts a way to run the pipeline in a process of its own, as its npm script does. */
export function startRun(main: 'local' | 'embedded', ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, `localstack/${main}/main.ts`), '--json', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a run reports when it ends; fails with what it said when it ends in any other way than well. */
export async function reportOf(child: ChildProcess): Promise<Report> {
  const out: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => problems.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const text = Buffer.concat(out).toString();
  expect({ code, problems: code === 0 ? '' : Buffer.concat(problems).toString().slice(-2000) + text }).toEqual({
    code: 0,
    problems: '',
  });
  return Report.parse(JSON.parse(text));
}

/** Every invariant holds, and nothing is left in a queue. */
export function expectSound({ invariants, queues }: Report, promises = 8): void {
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
  expect(invariants).toHaveLength(promises);
  expect(queues.map(({ waiting }) => waiting)).toEqual(queues.map(() => 0));
}
