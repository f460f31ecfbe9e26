import { relayLetters } from '../../lambdas/contracts/dead-letter-partition.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { auditRecords } from '../../lambdas/core/dead-letter/audit-records.ts';
import { createDeadLetterLines } from '../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { DeadLetterLines } from '../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { SweepResult } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { DeadLetterQueue } from '../../lambdas/core/ports/dead-letter-queue.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import { createPersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import { pipelineTypes } from '../../lambdas/contracts/definition/pipeline-types.ts';
import type { BrokerLetters } from './broker-letters.ts';
import { brokerPlaces } from './broker-places.ts';
import type { LetterQueue, Operations } from './operations.ts';
import { withPointerReasons } from './pointer-reason.ts';

/** What operations are made of. */
export interface OperationsParts extends Pick<Operations, 'payloads' | 'clock' | 'ids' | 'sleep' | 'close'> {
  readonly definition: PipelineDefinition;
  readonly items: ItemStore;
  readonly backoff: Backoff;
  /** Where the dead letters of a queue lie: its dead-letter queue, and those of its subscriptions. */
  readonly sourcesOf: (queue: string) => readonly DeadLetterQueue[];
  readonly senderOf: (queue: string) => Publisher;
  /** The dead letters of sources at brokers. @default none are looked at */
  readonly brokers?: Pick<BrokerLetters, 'of'>;
  /** @default nothing sweeps */
  readonly relay?: { readonly failures: DeadLetterQueue; readonly sweep: () => Promise<SweepResult> };
}

/** Joins the dead letters of a pipeline with what operators do to them. */
export function createOperations(parts: OperationsParts): Operations {
  const { definition, relay, items } = parts;
  const { payloads, clock, ids, sleep, close } = parts;
  const names = Object.keys(definition.queues).filter((name) => definition.queues[name]?.deadLetter.kind === 'queue');
  return {
    ...{ payloads, clock, ids, sleep, close },
    mask: createPersonalMask(pipelineTypes(definition)),
    queues: [...names.map((name) => letterQueue(parts, name)), ...atBrokers(parts)],
    relay: relay && {
      name: relayLetters,
      policy: 'relay',
      lines: linesOf(parts, relayLetters),
      sources: [withPointerReasons(relay.failures)],
      sweep: relay.sweep,
    },
    auditOf: (place) => auditRecords(items, place),
  };
}

function letterQueue(parts: OperationsParts, name: string): LetterQueue {
  const { queues, consumers } = parts.definition;
  const readers = Object.values(consumers).filter(({ source }) => source === name);
  return {
    name,
    policy: queues[name]?.onPoison ?? 'skip',
    types: readers.flatMap(({ handles }) => handles),
    lines: linesOf(parts, name),
    sources: parts.sourcesOf(name),
    sender: parts.senderOf(name),
  };
}

function atBrokers(parts: OperationsParts): readonly LetterQueue[] {
  const { brokers, definition } = parts;
  return brokers === undefined
    ? []
    : brokerPlaces(definition).map(({ name, source, policy, types, collects }) => {
        const { sources, ...way } = brokers.of(source);
        return { ...way, name, policy, types, sources: collects ? sources : [], lines: linesOf(parts, name) };
      });
}

function linesOf({ items, clock, backoff }: OperationsParts, queue: string): DeadLetterLines {
  return createDeadLetterLines({ items, clock, backoff, queue });
}
