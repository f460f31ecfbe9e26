import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { boardPartition } from '../../lambdas/live-orders/board-key.ts';
import { pickingStore } from '../../lambdas/pick-order/picking.ts';
import { type SalesOfDay, salesOfDay } from '../../lambdas/projections/orders/sales-by-day.ts';
import { salesPartition } from '../../lambdas/sales-projection/sales-row-key.ts';

/** What the consumers made of what was told over brokers. */
export interface BrokerFacts {
  /** By way of Kafka. */
  readonly sales: readonly SalesOfDay[];
  /** By way of RabbitMQ: orders whose goods were picked, those that were put back among them. */
  readonly picked: number;
  readonly putBack: number;
  /** What their parcels were quoted, over RabbitMQ too; in cents. */
  readonly quotedCents: number;
  /** By way of Redis. */
  readonly board: { readonly placed: number; readonly confirmed: number; readonly rejected: number };
  /** By way of NATS: parcels that were announced. */
  readonly announced: number;
}

/** Reads from every item of the store what was told over brokers. */
export function brokerFacts(items: Iterable<Item>): BrokerFacts {
  const all = [...items];
  const of = (partition: string): readonly Item[] => all.filter(({ key }) => key.partition === partition);
  const pickings = all.filter(({ key }) => key.partition.startsWith(`${pickingStore}-`));
  const boards = of(boardPartition);
  const units = pickings.filter(({ attributes }) => 'units' in attributes);
  return {
    sales: of(salesPartition).map(({ key, attributes }) => salesOfDay({ row: key.sort, fields: attributes })),
    picked: units.length,
    putBack: pickings.filter(({ attributes }) => attributes['status'] === 'put back').length,
    quotedCents: sumOf(units, 'quoteCents'),
    board: {
      placed: sumOf(boards, 'placed'),
      confirmed: sumOf(boards, 'confirmed'),
      rejected: sumOf(boards, 'rejected'),
    },
    announced: all.filter(isAnnouncement).length,
  };
}

/** The mark of a message that the partner was told of. */
function isAnnouncement({ key, attributes }: Item): boolean {
  return key.partition.startsWith('inbox-notifyPartner-') && attributes['done'] === true;
}

function sumOf(items: readonly Item[], field: string): number {
  return items.reduce((sum, { attributes }) => sum + Number(attributes[field] ?? 0), 0);
}
