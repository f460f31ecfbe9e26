import { createSagas } from '../../console/saga/create-sagas.ts';
import { runSaga } from '../../console/saga/run-saga.ts';
import type { Sagas } from '../../console/saga/sagas.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { ItemIndex } from '../../lambdas/core/ports/item-index.ts';
import type { ItemScan } from '../../lambdas/core/ports/item-scan.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { type CommandAnswer, type CommandOptions, commandOn } from './command-on.ts';
import { fixedIds } from './fixed-ids.ts';
import { tripStore } from './trip-rig.ts';
import { trip } from './trip-saga.ts';

/** Where trips are kept. */
export interface TripPlace {
  readonly items: ItemStore;
  readonly index: ItemIndex;
  readonly scan: ItemScan;
  readonly clock: Clock;
}

/** Trips, and `returns` of the same shape in another store, as operators work on them. */
export function tripSagas(place: TripPlace, definitions: readonly [SagaDefinition] = [trip]): Sagas {
  return createSagas({
    ...{ ...place, definition: coreOrders, ids: fixedIds('order-'), close: () => Promise.resolve() },
    declared: [
      { consumer: 'bookTrip', store: tripStore, definitions },
      { consumer: 'endTrip', store: 'ending', definitions: [{ ...trip, name: 'end-trip' }] },
    ],
  });
}

/** Runs a command on sagas. */
export function sagaOn(sagas: Sagas, command: string, options?: CommandOptions): Promise<CommandAnswer> {
  return commandOn({ runRoom: runSaga, operations: sagas }, command, options);
}
