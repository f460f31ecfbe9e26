import type { SagaAuditRecord } from './saga-audit.ts';
import type { SagaOrder } from './saga-order.ts';
import type { SagaOutcome } from './saga-outcome.ts';
import type { SagaView } from './saga-view.ts';

/** An order, and who gives it. */
export interface SagaCommand {
  readonly key: string;
  readonly order: SagaOrder;
  readonly by: string;
  readonly reason?: string | undefined;
  /** Only if the saga is at that version. @default whatever its version is */
  readonly ifVersion?: number | undefined;
  /** Looks what would happen, and changes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** What operators can do to the sagas of one store. */
export interface SagaOperations {
  /** Whether there is a saga of that key. */
  has(key: string): Promise<boolean>;
  /** Everything about one saga; undefined when there is none. */
  look(key: string): Promise<SagaView | undefined>;
  /**
   * Carries an order out: one read and one transaction that holds the saga, what it sends and the audit record.
   *
   * @throws PipelineError `saga-definition-unknown` when the definition that the saga began with is missing.
   */
  give(command: SagaCommand): Promise<SagaOutcome>;
  /** What operators did, oldest first. */
  audit(): Promise<readonly SagaAuditRecord[]>;
}
