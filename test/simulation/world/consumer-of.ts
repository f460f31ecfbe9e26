import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { type ConsumerName, embeddedConsumers } from '../../../localstack/embedded/embedded-consumers.ts';
import { limitCents } from '../scenario.ts';
import type { Process } from '../schedule/process.ts';
import type { ConsumerWorld } from './consumer-world.ts';
import { defective } from '../stage/defective.ts';
import { itemsOf } from '../stage/items-of.ts';
import { publisherOf } from '../stage/publisher-of.ts';
import type { World } from './world.ts';

/** A consumer of the definition in one process. */
export function consumerOf(world: World, process: Process, name: ConsumerName): Consumer {
  const { scenario, clock, ids, scheduler, ledger, mutation } = world;
  const ports: ConsumerWorld = {
    items: itemsOf(world, process),
    clock,
    ids,
    notifier: {
      notify: ({ key, orderId }) =>
        scheduler.call(process, { operation: 'notify', label: `notify ${orderId}` }, () => {
          ledger.note({ kind: 'notice', orderId, key });
          return Promise.resolve();
        }),
    },
  };
  const consumers = embeddedConsumers({
    ...{ ...ports, telemetryOf: () => silentTelemetry, declineAboveCents: limitCents },
    ...{ publisher: publisherOf(world, process), dispatches: () => scenario.dispatches },
  });
  const real = consumers[name];
  return defective(world, name, mutation.consumer?.(name, real, ports) ?? real);
}
