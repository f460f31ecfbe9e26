import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { idOf } from '../../../localstack/import/order-import.ts';
import { readOrders } from '../../../localstack/import/read-orders.ts';
import { writeRejects } from '../../../localstack/import/write-rejects.ts';

const shipped = fileURLToPath(new URL('../../../localstack/data/cdnow-orders.csv', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('import of files', () => {
  it('reads the orders that ship with the project, to the cent', async () => {
    const { read, orders, rejects } = await readOrders([shipped]);

    expect([read, orders.length, rejects.length]).toEqual([6919, 6919, 0]);
    expect(orders.reduce((sum, { total }) => sum + total, 0)).toBe(24_409_194);
    expect(orders.filter(({ total }) => total > 15_000)).toHaveLength(109);
    expect(orders.filter(({ total }) => total === 0)).toHaveLength(8);
  });

  it('reads nothing from them that the contract of an order would refuse', async () => {
    for (const order of (await readOrders([shipped])).orders) {
      expect(PlaceOrder.parse(order, 1)).toEqual(order);
    }
  });

  it('reads the first orders only, when told how many', async () => {
    const { read, orders } = await readOrders([shipped], 500);

    expect([read, orders.length]).toEqual([500, 500]);
    expect(orders.at(-1)?.orderId).toBe('cdnow-00500');
  });

  it('rejects a file that is not there, a folder and an empty file, and names the first two', async () => {
    const [missing, empty] = [join(folder, 'missing.csv'), join(folder, 'empty.csv')];
    await writeFile(empty, '');

    for (const path of [missing, folder]) {
      await expect(readOrders([path])).rejects.toMatchObject({
        code: 'input-invalid',
        message: expect.stringContaining(`got "${path}"`),
      });
    }
    await expect(readOrders([empty])).rejects.toMatchObject({
      code: 'input-invalid',
      message: 'the first line must be "order_id,customer_id,placed_at,sku,quantity,amount", got ""',
    });
  });

  it('lists rejected orders in a file of a folder that it makes, over an older one', async () => {
    const path = join(folder, 'new', 'folder', 'rejects.csv');
    const reject = { orderId: 'C1', reason: 'quantity', line: 2, detail: 'why' } as const;

    await writeRejects(path, [reject, reject]);
    await writeRejects(path, [reject]);

    expect(await readFile(path, 'utf8')).toBe('order_id,reason,line,detail\nC1,quantity,2,why\n');
  });

  it('reads several files one after another, and rejects an id of an earlier one', async () => {
    const [first, second] = [join(folder, 'first.csv'), join(folder, 'second.csv')];
    const header = 'order_id,customer_id,placed_at,sku,quantity,amount';
    await writeFile(first, `${header}\no1,c1,2026-01-01T00:00:00Z,CD,2,10.00\no2,c1,2026-01-01T00:00:00Z,CD,2,10.00\n`);
    await writeFile(
      second,
      `${header}\nC3,c1,2026-01-02T00:00:00Z,CD,-1,-5.00\no1,c1,2026-01-02T00:00:00Z,CD,1,5.00\n`,
    );

    const { read, entries, orders, rejects } = await readOrders([first, second]);

    expect([read, orders.length]).toEqual([4, 2]);
    expect(entries.map(idOf)).toEqual(['o1', 'o2', 'C3']);
    expect(rejects).toMatchObject([{ orderId: 'o1', reason: 'repeated' }]);
    expect((await readOrders([first, second], 3)).entries.map(idOf)).toEqual(['o1', 'o2', 'C3']);
  });
});
