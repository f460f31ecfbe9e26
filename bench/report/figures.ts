import type { BrokerFigures } from '../brokers/compare-sides.ts';
import type { BundleFigures } from '../bundles/bundles.bench.ts';
import type { ConsumeFigures } from '../consume/consume.bench.ts';
import type { EmbeddedFigures } from '../embedded/embedded.bench.ts';
import type { EndpointStoreFigures } from '../event-store/endpoint.bench.ts';
import type { MemoryStoreFigures } from '../event-store/memory.bench.ts';
import type { IdempotencyFigures } from '../idempotency/idempotency.bench.ts';
import type { PublishFigures } from '../publish/publish.bench.ts';
import type { ReplayFigures } from '../replay/replay.bench.ts';
import type { SagaFigures } from '../saga/saga.bench.ts';
import type { SimulationFigures } from '../simulation/simulation.bench.ts';
import type { SynthFigures } from '../synth/synth.bench.ts';
import type { Machine } from './machine.ts';

/** Everything that was measured; what was not asked for is absent. */
export interface Figures {
  readonly machine: Machine;
  readonly embedded?: EmbeddedFigures;
  readonly bundles?: readonly BundleFigures[];
  readonly consume?: readonly ConsumeFigures[];
  readonly idempotency?: readonly IdempotencyFigures[];
  readonly memoryStore?: readonly MemoryStoreFigures[];
  readonly endpointStore?: readonly EndpointStoreFigures[];
  readonly saga?: SagaFigures;
  readonly replay?: ReplayFigures;
  readonly publish?: readonly PublishFigures[];
  readonly brokers?: readonly BrokerFigures[];
  readonly simulation?: SimulationFigures;
  readonly synth?: SynthFigures;
}
