import type { ItemStore, Write } from '../../../../lambdas/core/ports/item-store.ts';
import { pickingStore } from '../../../../lambdas/pick-order/picking.ts';
import type { NewsMutation } from './news-mutation.ts';

const isMark = ({ key }: Pick<Write, 'key'>): boolean => key.partition.startsWith('inbox-');

/** Changes are made without the mark that joins them. */
export const unmarked: NonNullable<NewsMutation['items']> = (items) => ({
  ...items,
  transact: (writes) => items.transact(writes.filter((write) => !isMark(write))),
});

/** The mark is made, and then the changes. */
export const markedFirst: NonNullable<NewsMutation['items']> = (items) => ({
  ...items,
  transact: async (writes): ReturnType<ItemStore['transact']> => {
    const marked = await items.transact(writes.filter(isMark));
    return marked.ok ? items.transact(writes.filter((write) => !isMark(write))) : marked;
  },
});

/** What is picked overwrites what was put back. */
export const pickedAgain: NonNullable<NewsMutation['items']> = (items) => ({
  ...items,
  transact: (writes) =>
    items.transact(
      writes.map((write) =>
        write.kind === 'update' && write.key.partition.startsWith(`${pickingStore}-`)
          ? { ...write, set: { ...write.set, ...write.setIfAbsent }, setIfAbsent: {} }
          : write,
      ),
    ),
});

/** A quote that nobody gave counts as nothing to pay. */
export const freeOfCharge: NonNullable<NewsMutation['ports']> = ({ quotes, ...ports }) => ({
  ...ports,
  quotes: { quote: (parcel) => quotes.quote(parcel).catch(() => 0) },
});

/** The carrier is told after the message counts as done. */
export const toldLater: NonNullable<NewsMutation['ports']> = ({ partner, ...ports }) => ({
  ...ports,
  partner: {
    announce: (parcel) => {
      void partner.announce(parcel).catch(() => undefined);
      return Promise.resolve();
    },
  },
});

/** Each repetition of an announcement has a key of its own. */
export const otherKeys: NonNullable<NewsMutation['ports']> = ({ partner, ...ports }) => ({
  ...ports,
  partner: { announce: (parcel) => partner.announce({ ...parcel, key: ports.ids.next() }) },
});
