import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { stopEndpoint } from '../../localstack/backends/stop-endpoint.ts';
import { readOrders } from '../../localstack/import/read-orders.ts';
import { expectSound, reportOf, shippedOrders, startRun } from './run-command.ts';

const limit = 500;
const minutes = 60_000;

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
  return startRun('local', '--no-brokers', '--directory', directory, ...args);
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

describe('the deployed pipeline', () => {
  it(
    'goes on after it was killed half-way, and charges no order twice',
    async () => {
      const { orders } = await readOrders([shippedOrders], limit);
      const affordable = orders.filter(({ total }) => total <= 15_000);

      await killHalfWay(start('--limit', String(limit)));
      const report = await reportOf(start('--limit', String(limit)));

      expect(report.orders).toEqual({
        ...{ read: limit, accepted: limit, completed: affordable.length, parked: 0, inFlight: 0 },
        ...{ rejected: {}, parkedBy: {}, amountRefunded: 0 },
        ...{ returned: 0, returnsRefused: {}, amountReturned: 0 },
        compensated: { 'payment declined': limit - affordable.length },
        amountCompleted: affordable.reduce((sum, { total }) => sum + total, 0),
      });
      expectSound(report);
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
      expectSound(report);
    },
    3 * minutes,
  );

  it(
    'takes returns of several files: refunds them to the cent, and parks what was never bought',
    async () => {
      const header = 'order_id,customer_id,placed_at,sku,quantity,amount';
      const days = [
        ['r1,r-c1,2026-01-01T00:00:00Z,lamp,4,10.01', 'r2,r-c2,2026-01-01T00:00:00Z,lamp,1,3.00'],
        ['Cr3,r-c1,2026-01-02T00:00:00Z,lamp,-1,-9.99', 'Cr4,r-c3,2026-01-02T00:00:00Z,lamp,-1,-3.00'],
        ['Cr5,r-c1,2026-01-03T00:00:00Z,lamp,-3,0.00', 'Cr6,r-c3,2026-01-03T00:00:00Z,lamp,-2,-3.00'],
      ];
      const files = days.map((_, day) => join(directory, `day-${day}.csv`));
      await Promise.all(files.map((file, day) => writeFile(file, [header, ...(days[day] ?? [])].join('\n'))));

      const report = await reportOf(start(...files.flatMap((file) => ['--orders', file])));

      expect(report.orders).toMatchObject({
        ...{ read: 6, accepted: 6, completed: 2, returned: 2, parked: 2, inFlight: 0 },
        ...{ parkedBy: { 'no matching purchase': 2 }, amountCompleted: 1301, amountReturned: 1001 },
      });
      expect(report.invariants.filter(({ holds }) => !holds)).toEqual([]);
    },
    3 * minutes,
  );
});
