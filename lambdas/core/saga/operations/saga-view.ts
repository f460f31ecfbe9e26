import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { PayloadSource } from '../../payload/whole-envelope.ts';
import type { Attributes, Item } from '../../ports/item-store.ts';
import type { SagaDefinition } from '../saga-definition.ts';
import { type HistoryEntry, sagaHistory } from '../saga-history.ts';
import { SagaState } from '../saga-state.ts';
import { type SagaFacts, sagaFacts } from './saga-facts.ts';
import type { SagaOperationsDependencies } from './saga-operations-dependencies.ts';

/** Everything about one saga. */
export interface SagaView {
  readonly facts: SagaFacts;
  readonly state: SagaState;
  /** What it was started with, as it was stored; undefined when it was put aside and is gone. */
  readonly input: unknown;
  /** Everything that moved it, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** The definition that it goes by; undefined when that version is missing. */
  readonly definition: SagaDefinition | undefined;
}

/** Looks at a saga's item and what lies beside it, also when its definition is missing. */
export async function sagaView(
  { items, store, definitions, payloads }: SagaOperationsDependencies,
  item: Item,
): Promise<SagaView> {
  const { attributes } = item;
  return {
    facts: sagaFacts(store, item),
    state: SagaState.parse(jsonOf(attributes['state'])),
    input: jsonOf(await inputText(attributes, payloads)),
    history: await sagaHistory(items, item),
    definition: definitionOf(definitions, attributes),
  };
}

/** Its own, or the newest if that can take it over. */
function definitionOf(
  definitions: readonly SagaDefinition[],
  { definition: name, definitionVersion: version }: Attributes,
): SagaDefinition | undefined {
  const [newest] = definitions;
  const own = definitions.find((one) => one.name === name && one.version === version);
  const migrated = newest?.name === name && Object.hasOwn(newest?.migrates ?? {}, Number(version)) ? newest : undefined;
  return own ?? migrated;
}

async function inputText({ input, inputRef }: Attributes, payloads: PayloadSource): Promise<unknown> {
  if (typeof inputRef !== 'string') {
    return input;
  }
  try {
    return await payloads?.get?.(inputRef);
  } catch (cause) {
    if (cause instanceof PipelineError && !cause.retryable) {
      return undefined;
    }
    throw cause;
  }
}

function jsonOf(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
}
