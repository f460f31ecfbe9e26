import type { Parking } from '../../core/ports/parking.ts';

/**
 * A parking that is opened when something is first parked, and again when that failed: a function starts without waiting
 * for a broker, and a record that cannot be parked comes again.
 */
export function lazyParking(open: () => Promise<Parking>): Parking {
  let opening: Promise<Parking> | undefined;
  const opened = (): Promise<Parking> =>
    (opening ??= open().catch((cause: unknown) => {
      opening = undefined;
      throw cause;
    }));
  return {
    park: async (record, reason) => {
      await (await opened()).park(record, reason);
    },
  };
}
