import { isSpilled, openEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import { eventsOf } from '../../lambdas/core/event-store/tip.ts';
import { type PayloadSource, wholeEnvelope } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';

/** Items whose events all carry their data: what was put aside is fetched and put back. */
export async function wholeItems(items: Iterable<Item>, payloads: PayloadSource): Promise<readonly Item[]> {
  return Promise.all(Array.from(items, (item) => wholeItem(item, payloads)));
}

async function wholeItem(item: Item, payloads: PayloadSource): Promise<Item> {
  const events = eventsOf(item);
  // Reading every event would be slow, and almost none is put aside.
  if (!events.some((event) => event.includes('"dataref"'))) {
    return item;
  }
  const whole = events.map(async (event) => {
    const envelope = openEnvelope(event);
    return isSpilled(envelope) ? JSON.stringify(await wholeEnvelope(envelope, payloads)) : event;
  });
  return { ...item, attributes: { ...item.attributes, events: await Promise.all(whole) } };
}
