import type { Attributes, Item, ItemValue } from '../../ports/item-store.ts';
import { HistoryEntry } from '../saga-history.ts';
import { SagaState } from '../saga-state.ts';
import { pendingWords } from './pending-words.ts';

/** What a list says of a saga; nothing of what it was told. */
export interface SagaFacts {
  /** The name of its definition. */
  readonly saga: string;
  readonly definitionVersion: number;
  readonly key: string;
  /** As its item says, in whatever version it was written. */
  readonly status: string;
  readonly version: number;
  /** What it awaits, in words. */
  readonly pending: readonly string[];
  /** When it moved last, in milliseconds since the epoch; undefined when its item does not say. */
  readonly changedAt: number | undefined;
  /** Since when only an operator can help; undefined while it goes on by itself. */
  readonly stuckSince: number | undefined;
  readonly failure: { readonly step: string; readonly reason: string } | undefined;
}

/** The attributes of a saga's item that facts are made of. */
export const factAttributes = ['definition', 'definitionVersion', 'status', 'version', 'state', 'history'] as const;

/** The sort key of every saga. */
export const sagaSort = 'saga';

/** Reads what can be read of a saga's item, of whatever definition it is; `store` is the first word of its partition. */
export function sagaFacts(store: string, { key, attributes }: Item): SagaFacts {
  const { definition, definitionVersion, status, version } = attributes;
  const state = stateOf(attributes);
  return {
    saga: textOf(definition),
    definitionVersion: Number(definitionVersion),
    key: key.partition.slice(store.length + 1),
    status: textOf(status),
    version: Number(version),
    pending: state === undefined ? [] : pendingWords(state),
    changedAt: lastMove(attributes),
    stuckSince: state?.stuckSince,
    failure: state?.failure,
  };
}

function stateOf({ state }: Attributes): SagaState | undefined {
  const read = SagaState.safeParse(jsonOf(state));
  return read.success ? read.data : undefined;
}

function lastMove({ history }: Attributes): number | undefined {
  const read = HistoryEntry.safeParse(jsonOf(Array.isArray(history) ? (history as readonly ItemValue[]).at(-1) : ''));
  return read.success ? read.data.at : undefined;
}

function jsonOf(text: ItemValue | undefined): unknown {
  try {
    return JSON.parse(textOf(text)) as unknown;
  } catch {
    return undefined;
  }
}

function textOf(value: ItemValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
