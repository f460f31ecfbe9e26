import type { SagaDefinition } from '../saga-definition.ts';
import type { HistoryEntry } from '../saga-history.ts';
import type { SagaState } from '../saga-state.ts';
import type { SagaFacts } from './saga-facts.ts';

/** Everything about one saga. */
export interface SagaView {
  readonly facts: SagaFacts;
  readonly state: SagaState;
  /** What it was started with, as it was stored; a text that says where it lies when it was put aside and cannot be had. */
  readonly input: unknown;
  /** Everything that moved it, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** The definition that it goes by; undefined when that version is missing. */
  readonly definition: SagaDefinition | undefined;
}
