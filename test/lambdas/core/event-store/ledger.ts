import * as z from 'zod/mini';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { type Decider, happened, nothingNew } from '../../../../lambdas/core/event-store/decider.ts';

const keyed = { key: z.string(), value: z.int(), pad: z.string() };

/** Asks for an entry. */
export const Enter = event('test.enter', { schema: z.object(keyed), key: ({ key }) => key });

/** An entry was made. */
export const Entered = event('test.entered', { schema: z.object(keyed), key: ({ key }) => key });

/** What a ledger comes to. The digest tells any two orders of entries apart. */
export interface Ledger {
  readonly values: readonly number[];
  readonly digest: number;
}

/** A ledger without an entry. */
export const emptyLedger: Ledger = { values: [], digest: 7 };

/** A ledger with one more entry. */
export function entered({ values, digest }: Ledger, value: number): Ledger {
  return { values: [...values, value], digest: (digest * 31 + value + 1) % 1_000_003 };
}

/** Makes an entry once for each value, with or without its state beside the events. */
export function ledger({
  snapshots,
}: {
  readonly snapshots: boolean;
}): Decider<Ledger, readonly [typeof Enter], readonly [typeof Entered]> {
  return {
    category: 'ledger',
    initial: emptyLedger,
    events: [Entered],
    commands: [Enter],
    evolve: (state, { data }) => entered(state, data.value),
    decide: (state, { data }) => (state.values.includes(data.value) ? nothingNew() : happened(Entered.of(data))),
    ...(snapshots ? { snapshot: { version: 1, schema: z.object({ values: z.array(z.int()), digest: z.int() }) } } : {}),
  };
}
