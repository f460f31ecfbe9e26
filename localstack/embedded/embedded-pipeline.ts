import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import type { MemoryBrokers } from '../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import type { GuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import { sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { brokerLane } from './broker-lane.ts';
import type { EmbeddedTask } from './embedded-task.ts';
import type { LaneParts, Turn } from './lane-parts.ts';
import { queueLane } from './queue-lane.ts';

/** A whole pipeline in one process: a turn publishes what was committed and lets every consumer take one batch. */
export type EmbeddedPipeline = EmbeddedTask;

/** What an embedded pipeline is made of. */
export interface EmbeddedPipelineParts extends Omit<LaneParts, 'consumer' | 'telemetry'> {
  readonly broker: MemoryBroker;
  /** Where the definition has more than SNS and SQS. @default no consumer reads there */
  readonly brokers?: MemoryBrokers | undefined;
  /** What goes on beside the consumers: what publishes committed messages, the guard of the sources. */
  readonly tasks: readonly EmbeddedTask[];
  readonly sources: GuardedSources;
  /** By their names in the definition. */
  readonly consumers: Readonly<Record<string, Consumer>>;
  readonly telemetryOf: (consumer: string) => Telemetry;
}

/** Joins brokers, store and consumers as the deployed stacks do. */
export function createEmbeddedPipeline(parts: EmbeddedPipelineParts): EmbeddedPipeline {
  const lanes = Object.entries(parts.consumers).map(([name, consumer]) => laneOf(parts, name, consumer));
  const turns = [...parts.tasks.map((task) => () => task.turn()), ...lanes];
  return {
    async turn() {
      let worked = false;
      for (const turn of turns) {
        worked = (await turn()) || worked;
      }
      return worked;
    },
    async wakesAt() {
      const messages = [parts.broker.nextVisibleAt(), parts.brokers?.dueAt()];
      const tasks = await Promise.all(parts.tasks.map((task) => task.wakesAt()));
      return soonest([...messages, ...tasks]);
    },
  };
}

function soonest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function laneOf(parts: EmbeddedPipelineParts, name: string, consumer: Consumer): Turn {
  const { brokers, definition } = parts;
  const reader = definition.consumers[name];
  if (reader === undefined) {
    return () => Promise.resolve(false);
  }
  const lane = { ...parts, consumer, telemetry: parts.telemetryOf(name) };
  return brokers === undefined || sourceOf(definition, reader.source)?.kind === 'queue'
    ? queueLane(lane, name, reader)
    : brokerLane({ ...lane, brokers }, name, reader);
}
