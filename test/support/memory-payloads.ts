import type { Payload, Payloads } from '../../lambdas/core/ports/payloads.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** A store of payloads that keeps what it was given for a test to look at, and fails when it is told to. */
export function memoryPayloads(): Payloads & { readonly kept: Map<string, Payload>; down: boolean } {
  const kept = new Map<string, Payload>();
  const store = {
    kept,
    down: false,
    put(payload: Payload): Promise<string> {
      const reference = `memory:${payload.life}/${payload.id}`;
      kept.set(reference, payload);
      return store.down ? unavailable() : Promise.resolve(reference);
    },
    get(reference: string): Promise<string> {
      const found = kept.get(reference);
      if (store.down) {
        return unavailable();
      }
      return found === undefined
        ? Promise.reject(new PipelineError('a payload must be there, got none', { code: 'payload-missing' }))
        : Promise.resolve(found.text);
    },
  };
  return store;
}

function unavailable(): Promise<never> {
  const options = { code: 'store-unavailable', retryable: true } as const;
  return Promise.reject(new PipelineError('the store of payloads must answer, got nothing', options));
}
