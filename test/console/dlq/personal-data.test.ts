import { beforeEach, describe, expect, it } from '@jest/globals';
import { OrderRejected, PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { type DeadLetterRig, deadLetterRig } from '../../support/dead-letter-rig.ts';
import { placedOrder } from '../../support/placed-order.ts';

const customerId = 'customer-ada-lovelace';
let rig: DeadLetterRig;

beforeEach(async () => {
  rig = deadLetterRig();
  const order = placedOrder({ orderId: 'o1', customerId });
  await rig.deliver('orders', rig.message(PlaceOrder.of(order), { data: { ...order, total: 'ten euros' } }));
});

describe('a dead letter with personal data', () => {
  it.each([
    'ls',
    'ls orders',
    'ls orders --json',
    'peek orders letter-1',
    'peek orders letter-1 --payload',
    'peek orders letter-1 --payload --json',
    'peek orders letter-1 --raw',
    'redrive orders --dry-run',
    'redrive orders',
    'edit orders letter-1 --set data.total=1000 --dry-run',
    `edit orders letter-1 --set data.total=1000 --set data.customerId=${customerId}x`,
    `edit orders letter-1 --set data.total=1000 --set data.customerId=${customerId}x --json`,
    'drop orders --all --dry-run',
    'drop orders --all',
  ])('is not shown by "%s", nor by the audit of it', async (command) => {
    const { output } = await rig.dlq(command);
    const audit = await rig.dlq('audit orders --payload');
    const json = await rig.dlq('audit orders --payload --json');

    expect(`${output}${audit.output}${json.output}`).not.toContain('lovelace');
  });

  it('shows what is not personal, and that something is hidden', async () => {
    const { output } = await rig.dlq('peek orders letter-1 --payload');

    expect(output).toContain('"orderId": "o1"');
    expect(output).toContain('"customerId": "***"');
  });

  it('shows in a correction that a personal field changes, not what it says', async () => {
    const { output } = await rig.dlq('edit orders letter-1 --set data.total=1000 --set data.customerId=eve');

    expect(output).toMatch(/^ {2}data\.customerId +"\*\*\*" +-> +"\*\*\*"$/m);
  });

  it('keeps what was hidden when the message is corrected from a file', async () => {
    const raw = (await rig.dlq('peek orders letter-1 --raw')).output;
    const file = raw.replace('"ten euros"', '1000');

    expect(await rig.dlq('edit orders letter-1 --file m.json', { files: { 'm.json': file } })).toMatchObject({
      code: 0,
    });

    const [letter] = (await rig.operations.queues.find(({ name }) => name === 'orders')?.lines.letters('o1')) ?? [];
    expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({ data: { customerId, total: 1000 } });
  });

  it('is not shown when nobody can tell what it says: neither of an unknown type nor without JSON', async () => {
    const unknown = rig.message(OrderRejected.of({ orderId: 'o2', customerId, reason: 'r' }), { type: 'order.gone' });
    await rig.deliver('orders', unknown);
    await rig.broker.sender('orders').publish([{ id: 'x', type: 't', key: 'o3', body: `customer: ${customerId}` }]);
    await rig.turn();

    for (const key of ['o2', 'o3']) {
      expect((await rig.dlq(`peek orders ${key} --payload`)).output).not.toContain('lovelace');
      expect((await rig.dlq(`peek orders ${key} --raw`)).output).not.toContain('lovelace');
    }
  });
});
