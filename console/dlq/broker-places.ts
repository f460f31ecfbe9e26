import { linesOf } from '../../lambdas/contracts/definition/lines-of.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { OnPoison } from '../../lambdas/contracts/definition/queue.ts';
import { sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { BrokerSource } from '../../lambdas/adapters/letters/opened-letters.ts';

/** Where dead letters of a source at a broker are kept. */
export interface BrokerPlace {
  readonly name: string;
  readonly source: BrokerSource;
  readonly policy: OnPoison;
  /** What who reads there handles. */
  readonly types: readonly EventType[];
  /** Whether the dead letters at the broker are collected into it. */
  readonly collects: boolean;
}

/**
 * The places of all sources at brokers that have dead letters and somebody who reads them.
 *
 * Where several consumers read a source, each that keeps the order of its keys has a place of its own beside that of the
 * source, whose dead letters do not tell whose they are.
 */
export function brokerPlaces(definition: PipelineDefinition): readonly BrokerPlace[] {
  const read = new Set(Object.values(definition.consumers).map(({ source }) => source));
  return [...read].flatMap((name) => {
    const source = sourceOf(definition, name);
    return source === undefined || source.kind === 'queue' || !hasLetters(source) ? [] : placesOf(definition, source);
  });
}

function placesOf(definition: PipelineDefinition, source: BrokerSource): readonly BrokerPlace[] {
  const readers = Object.entries(definition.consumers).filter(([, one]) => one.source === source.name);
  const policy = source.kind === 'kafka' ? source.source.onPoison : 'skip';
  const alone = readers.length === 1;
  const types = [...new Set(readers.flatMap(([, { handles }]) => handles))];
  const shared: BrokerPlace = {
    ...{ name: source.name, source, types, collects: true },
    policy: alone ? policy : 'skip',
  };
  const own = readers.map(([name, { handles }]) => ({
    ...{ name: linesOf(definition, name), source, policy, types: handles, collects: false },
  }));
  return alone || policy === 'skip' ? [shared] : [...own, shared];
}

function hasLetters(source: BrokerSource): boolean {
  return source.kind === 'rabbitmq' || source.source.deadLetter.kind === 'queue';
}
