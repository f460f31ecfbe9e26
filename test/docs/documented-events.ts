import { OrderConfirmed, OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { type EventsRig, eventsRig } from '../support/events-rig.ts';
import { placedOrder } from '../support/placed-order.ts';

const command = 'npm run pipeline -- events ';

/** A block of a page that shows commands, each with what it says. */
const block = /```console\n([\s\S]*?)```/g;

/** The page with what its commands really say: they run one after the other, on the events of one morning. */
export async function runDocumentedEvents(page: string): Promise<string> {
  const rig = await oneMorning();
  const blocks: string[] = [];
  for (const [, shown = ''] of page.matchAll(block)) {
    const answers: string[] = [];
    for (const line of shown.split('\n').filter((typed) => typed.startsWith(`$ ${command}`))) {
      const { screen } = await rig.events(line.slice(`$ ${command}`.length));
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

/** Two orders that were sold, a third whose total is no number, and an event that was never indexed. */
async function oneMorning(): Promise<EventsRig> {
  const rig = eventsRig();
  const placed = (orderId: string): Promise<void> =>
    rig.append(orderId, OrderPlaced.of(placedOrder({ orderId, customerId: 'c-7' })));
  const confirmed = (orderId: string, total: unknown): Promise<void> => {
    const confirmation = OrderConfirmed.of({ orderId, customerId: 'c-7', parcel: `parcel-${orderId}`, total: 1000 });
    const { type, data } = confirmation;
    // As a writer with a fault would have written it.
    return rig.append(orderId, { type, data: { ...data, total } });
  };
  await placed('o-1001');
  await confirmed('o-1001', 1000);
  await placed('o-1002');
  await confirmed('o-1002', 1000);
  await rig.indexAll();
  await rig.project();
  await placed('o-1003');
  await confirmed('o-1003', 'EUR 10.00');
  await rig.indexAll();
  await rig.project();
  await placed('o-1004');
  rig.clock.advance(3_600_000);
  return rig;
}
