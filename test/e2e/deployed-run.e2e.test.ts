import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { stopEndpoint } from '../../localstack/backends/stop-endpoint.ts';
import { readOrders } from '../../localstack/import/read-orders.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const limit = 500;
const minutes = 60_000;

const Report = z.object({
  interrupted: z.boolean(),
  orders: z.object({
    read: z.number(),
    accepted: z.number(),
    completed: z.number(),
    compensated: z.record(z.string(), z.number()),
    parked: z.number(),
    inFlight: z.number(),
    amountCompleted: z.number(),
  }),
  consumers: z.array(z.object({ name: z.string(), handled: z.number() })),
  queues: z.array(z.object({ name: z.string(), sent: z.number(), waiting: z.number() })),
  invariants: z.array(z.object({ number: z.number(), holds: z.boolean(), evidence: z.string() })),
});

let directory: string;

beforeAll(async () => {
  await mkdir(localDirectory, { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'e2e-'));
});

afterAll(async () => {
  await stopEndpoint(directory);
  await rm(directory, { recursive: true, force: true });
}, minutes);

function start(...args: readonly string[]): ChildProcess {
  const main = join(root, 'localstack/local/main.ts');
  return spawn(process.execPath, [main, '--directory', directory, '--json', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function reportOf(child: ChildProcess): Promise<z.infer<typeof Report>> {
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

/** Kills the run, not the endpoint, once its progress says that some orders have ended. */
async function killHalfWay(child: ChildProcess): Promise<void> {
  let seen = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    if (/ended {2,}[1-9]\d?%/.test(seen)) {
      child.kill('SIGKILL');
    }
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ code, signal, seen: signal === 'SIGKILL' ? '' : seen }).toEqual({ code: null, signal: 'SIGKILL', seen: '' });
}

function sound(report: z.infer<typeof Report>): void {
  expect(report.invariants.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.invariants).toHaveLength(7);
  expect(report.queues.map(({ waiting }) => waiting)).toEqual(report.queues.map(() => 0));
}

describe('the deployed pipeline', () => {
  it(
    'goes on after it was killed half-way, and charges no order twice',
    async () => {
      const { orders } = await readOrders(join(root, 'localstack/data/cdnow-orders.csv'), limit);
      const affordable = orders.filter(({ total }) => total <= 15_000);

      await killHalfWay(start('--limit', String(limit)));
      const report = await reportOf(start('--limit', String(limit)));

      expect(report.orders).toEqual({
        ...{ read: limit, accepted: limit, completed: affordable.length, parked: 0, inFlight: 0 },
        compensated: { 'payment declined': limit - affordable.length },
        amountCompleted: affordable.reduce((sum, { total }) => sum + total, 0),
      });
      sound(report);
    },
    6 * minutes,
  );

  it(
    'reserves an order of 593 lines as a whole, and declines by the limit of this run',
    async () => {
      const header = 'order_id,customer_id,placed_at,sku,quantity,amount';
      const lines = Array.from({ length: 593 }, (_, at) => `large,c1,2026-01-01T00:00:00Z,sku${at},1,1.00`);
      const others = ['small,c2,2026-01-01T00:00:00Z,sku0,1,600.01', 'bad,,2026-01-01T00:00:00Z,sku0,1,1.00'];
      const file = join(directory, 'orders.csv');
      await writeFile(file, [header, ...lines, ...others].join('\n'));

      const report = await reportOf(start('--orders', file, '--decline-above', '600'));

      expect(report.orders).toMatchObject({
        ...{ read: 3, accepted: 2, completed: 1, parked: 0, inFlight: 0, amountCompleted: 59_300 },
        compensated: { 'payment declined': 1 },
      });
      sound(report);
    },
    3 * minutes,
  );
});
