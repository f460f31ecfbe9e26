import { addressedBrokers, brokerAddresses } from '../../lambdas/adapters/topology/open-broker-connections.ts';
import { lazyLetters } from '../../lambdas/adapters/letters/lazy-letters.ts';
import { openLetters } from '../../lambdas/adapters/letters/open-letters.ts';
import type { BrokerSource, OpenedLetters } from '../../lambdas/adapters/letters/opened-letters.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { LetterPlace, LetterQueue } from './operations.ts';

/** The ways to dead letters at brokers, each opened when it is needed. */
export interface BrokerLetters {
  /** What is looked through for a source: nothing at a broker whose address nobody gave. */
  readonly of: (source: BrokerSource) => Pick<LetterQueue, 'sender'> & Pick<LetterPlace, 'sources' | 'missingAddress'>;
  close(): Promise<void>;
}

/** Makes the ways of a pipeline from the variables that say where brokers are, as its functions are given them. */
export function brokerLetters(
  pipeline: PipelineDefinition,
  variables: Readonly<Record<string, string | undefined>>,
): BrokerLetters {
  const environment = { variables };
  const addressed = new Set<string>(addressedBrokers(environment));
  const opened = new Map<string, ReturnType<typeof lazyLetters>>();
  const lettersOf = (source: BrokerSource): ReturnType<typeof lazyLetters> => {
    const open = (): Promise<OpenedLetters> => openLetters({ pipeline, environment, telemetry }, source);
    const found = opened.get(source.name) ?? lazyLetters(open);
    opened.set(source.name, found);
    return found;
  };
  return {
    of: (source) => {
      const { letters, sender } = lettersOf(source);
      return addressed.has(source.kind)
        ? { sender, sources: [letters] }
        : { sender, sources: [], missingAddress: brokerAddresses[source.kind] };
    },
    close: async () => {
      await Promise.all([...opened.values()].map((one) => one.close()));
    },
  };
}
