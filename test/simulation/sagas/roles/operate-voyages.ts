import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { createSagaOperations } from '../../../../lambdas/core/saga/operations/saga-operations.ts';
import type { SagaOperations } from '../../../../lambdas/core/saga/operations/saga-operations.ts';
import type { Process } from '../../schedule/process.ts';
import { itemsOf } from '../../stage/items-of.ts';
import { hmacSigner } from '../signer.ts';
import { voyagePipeline } from '../voyage-pipeline.ts';
import type { VoyageWorld } from '../voyage-world.ts';
import { deployedVoyages } from '../deployed-voyages.ts';

/** Gives orders to sagas in the middle of things, as long as there are any to give. */
export async function meddle(world: VoyageWorld, process: Process): Promise<void> {
  const { scenario, progress, scheduler, random } = world;
  for (let order = progress.orders.at(-1); order !== undefined; order = progress.orders.at(-1)) {
    await scheduler.pause(process, 1 + random.below(patiences[random.below(patiences.length)] ?? 1));
    const plan = scenario.plans[random.below(scenario.plans.length)];
    // Given or not, an order is not given again: what comes of it is seen in the saga.
    progress.orders.pop();
    await operationsOf(world, process)
      .give({ key: plan?.voyage ?? '', order: { kind: order }, by: process.name })
      .catch(() => undefined);
  }
}

/** Milliseconds after which an operator meddles: in the middle of things, or hours later. */
const patiences = [100, 1000, 1_800_000];

/** Has every saga whose compensation failed go on, whenever somebody is called, for ever. */
export async function helpOut(world: VoyageWorld, process: Process): Promise<void> {
  for (;;) {
    await world.helpdesk.heard();
    for (const { voyage } of world.scenario.plans) {
      // What failed is tried again at the next call.
      await operationsOf(world, process)
        .give({ key: voyage, order: { kind: 'resume' }, by: process.name })
        .catch(() => undefined);
    }
  }
}

function operationsOf(world: VoyageWorld, process: Process): SagaOperations {
  const { clock, ids } = world;
  const { publishes } = voyagePipeline.consumers.voyage;
  return createSagaOperations({
    ...{ items: itemsOf(world, process), clock, ids, store: 'voyage', publishes, signer: hmacSigner },
    definitions: deployedVoyages(world, process),
    writer: createMessageWriter({ ids, clock, source: '/operators' }),
  });
}
