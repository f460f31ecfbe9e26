import { PlaceOrder, RejectOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { ReserveStock } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { type DeadLetterRig, deadLetterRig } from '../support/dead-letter-rig.ts';
import { placedOrder } from '../support/placed-order.ts';

const command = 'npm run pipeline -- dlq ';

/** A block of a page that shows commands, each with what it says. */
const block = /```console\n([\s\S]*?)```/g;

/** The page with what its commands really say: they run one after the other, on the dead letters of one bad morning. */
export async function runDocumented(page: string): Promise<string> {
  const rig = await badMorning();
  const blocks: string[] = [];
  for (const [, shown = ''] of page.matchAll(block)) {
    const typed = shown.split('\n').filter((line) => line.startsWith(`$ ${command}`));
    const answers: string[] = [];
    for (const line of typed) {
      const { screen } = await rig.dlq(line.slice(`$ ${command}`.length));
      answers.push(`${line}\n${screen.trimEnd()}\n`);
    }
    blocks.push(`\`\`\`console\n${answers.join('\n')}\`\`\``);
  }
  let place = 0;
  return page.replaceAll(block, () => {
    place += 1;
    return blocks[place - 1] ?? '';
  });
}

/**
 * An order whose total is no number and what came behind it, reservations that timed out, and a message that the relay
 * could not publish.
 */
async function badMorning(): Promise<DeadLetterRig> {
  const rig = deadLetterRig();
  const order = placedOrder({
    orderId: 'o-1001',
    customerId: 'c-7',
    lines: [{ sku: 'CD', quantity: 1, amount: 1250 }],
  });
  await rig.deliver(
    'orders',
    rig.message(PlaceOrder.of({ ...order, total: 1250 }), { data: { ...order, total: 'EUR 12.50' } }),
    rig.message(RejectOrder.of({ orderId: 'o-1001', reason: 'the customer changed their mind' })),
  );
  const reserve = (orderId: string): ReturnType<typeof rig.message> =>
    rig.message(ReserveStock.of({ orderId, lines: [{ sku: 'CD', quantity: 1 }] }));
  await rig.moveAway('inventory', reserve('o-1002'), reserve('o-1003'), reserve('o-1004'));
  await rig.failRelay('o-1005');
  rig.clock.advance(3_900_000);
  return rig;
}
