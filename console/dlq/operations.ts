import type { OnPoison } from '../../lambdas/contracts/definition/queue.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { AuditRecord } from '../../lambdas/core/dead-letter/audit-record.ts';
import type { DeadLetterLines } from '../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { SweepResult } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { DeadLetterQueue } from '../../lambdas/core/ports/dead-letter-queue.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { PersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';

/** Where dead letters are kept, and where more of them may lie. */
export interface LetterPlace {
  readonly name: string;
  /** Beside the policies of queues: `relay`, whose letters point to records of the table's stream. */
  readonly policy: OnPoison | 'relay';
  readonly lines: DeadLetterLines;
  /** The queues out of which its letters are collected. */
  readonly sources: readonly DeadLetterQueue[];
  /** The variable that would say where its broker is, where nobody set it: what lies there is not looked at. */
  readonly missingAddress?: string;
}

/** The dead letters of one queue of the definition. */
export interface LetterQueue extends LetterPlace {
  readonly policy: OnPoison;
  /** What its consumer handles. */
  readonly types: readonly EventType[];
  /** Sends to the queue. */
  readonly sender: Publisher;
}

/** What the relay could not publish: pointers to records of the table's stream, which the sweeper publishes instead. */
export interface RelayFailures extends LetterPlace {
  readonly policy: 'relay';
  /** Publishes everything that is committed and waits, however short a time. */
  readonly sweep: () => Promise<SweepResult>;
}

/** Everything that an operator's commands work on. */
export interface Operations {
  /** Those that have dead letters, in the order of the definition. */
  readonly queues: readonly LetterQueue[];
  /** Undefined where nothing sweeps. */
  readonly relay: RelayFailures | undefined;
  readonly payloads: PayloadSource;
  /** Hides what the types of the pipeline call personal. */
  readonly mask: PersonalMask;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** What operators did, oldest first. */
  readonly auditOf: (place: string) => Promise<readonly AuditRecord[]>;
  readonly close: () => Promise<void>;
}
