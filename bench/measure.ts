import { benchBrokers } from './brokers/brokers.bench.ts';
import { benchBundles } from './bundles/bundles.bench.ts';
import { benchConsume } from './consume/consume.bench.ts';
import { benchEmbedded } from './embedded/embedded.bench.ts';
import { benchEndpointStore } from './event-store/endpoint.bench.ts';
import { benchMemoryStore } from './event-store/memory.bench.ts';
import { benchIdempotency } from './idempotency/idempotency.bench.ts';
import type { BenchName } from './options.ts';
import { benchPublish } from './publish/publish.bench.ts';
import type { Figures } from './report/figures.ts';
import { machine } from './report/machine.ts';
import { benchReplay } from './replay/replay.bench.ts';
import { benchSaga } from './saga/saga.bench.ts';
import { benchSimulation } from './simulation/simulation.bench.ts';
import { benchSynth } from './synth/synth.bench.ts';

/** Runs benches one after another, so that none disturbs another. */
export async function measure(names: readonly BenchName[], progress: (line: string) => void): Promise<Figures> {
  let figures: Figures = { machine: machine() };
  for (const name of names) {
    figures = { ...figures, ...(await benches[name](progress)) };
  }
  return figures;
}

const benches: Readonly<Record<BenchName, (progress: (line: string) => void) => Promise<Partial<Figures>>>> = {
  embedded: async (progress) => ({ embedded: await benchEmbedded(progress) }),
  bundles: async (progress) => ({ bundles: await benchBundles(progress) }),
  consume: async (progress) => {
    progress('records through the consumer engine and Powertools');
    return { consume: await benchConsume() };
  },
  idempotency: async (progress) => ({ idempotency: await benchIdempotency(progress) }),
  'memory-store': async (progress) => ({ memoryStore: await benchMemoryStore(progress) }),
  'endpoint-store': async (progress) => ({ endpointStore: await benchEndpointStore(progress) }),
  saga: async (progress) => ({ saga: await benchSaga(progress) }),
  replay: async (progress) => ({ replay: await benchReplay(progress) }),
  publish: async (progress) => ({ publish: await benchPublish(progress) }),
  brokers: async (progress) => ({ brokers: await benchBrokers(progress) }),
  simulation: async (progress) => ({ simulation: await benchSimulation(progress) }),
  synth: async (progress) => ({ synth: await benchSynth(progress) }),
};
