import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Attributes, Item, ItemKey } from '../ports/item-store.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { SagaState } from './saga-state.ts';

/** A saga as it is kept: its version grows with every change, its input never changes. */
export interface StoredSaga {
  /** The definition on which it goes on. */
  readonly definition: SagaDefinition;
  readonly version: number;
  readonly input: unknown;
  readonly state: SagaState;
  /** The correlation id of what started it, for all that it sends; undefined on sagas that were begun without it. */
  readonly correlationId: string | undefined;
  /** As it was read. */
  readonly item: Item;
}

/** The serialised input of a saga as its item keeps it: in itself, or where it was put aside. */
export type SagaInput = { readonly input: string } | { readonly inputRef: string };

/** The sort key of every saga's item. */
const sagaSort = 'saga';

/** Where the saga of some key lives. */
export function sagaKey(store: string, key: string): ItemKey {
  return { partition: `${store}-${key}`, sort: sagaSort };
}

/**
 * Reads a saga item, and its input from the store of payloads if that was put aside.
 *
 * A saga goes on with the version that it began with. Where that is missing, the newest definition (the first) may
 * migrate it.
 *
 * @throws PipelineError `saga-definition-unknown` when it can do neither: its steps are not known here.
 */
export async function storedSaga(
  definitions: readonly SagaDefinition[],
  item: Item,
  payloads: PayloadSource,
): Promise<StoredSaga> {
  const { version, inputVersion, correlationId } = item.attributes;
  if (typeof version !== 'number' || typeof inputVersion !== 'number') {
    throw new PipelineError('a saga must have a version and an input version', { code: 'saga-definition-unknown' });
  }
  const { definition, state } = placed(definitions, item.attributes);
  return {
    ...{ definition, version, state, item },
    input: definition.startedBy.parse(parsed(await inputOf(item, payloads)), inputVersion),
    correlationId: typeof correlationId === 'string' ? correlationId : undefined,
  };
}

/** What identifies the definition of a saga in its item. */
export function definitionAttributes({ name, version }: SagaDefinition): Attributes {
  return { definition: name, definitionVersion: version };
}

function placed(
  definitions: readonly SagaDefinition[],
  { definition: name, definitionVersion: version, state: text }: Attributes,
): { readonly definition: SagaDefinition; readonly state: SagaState } {
  const state = SagaState.parse(parsed(text));
  const known = definitions.find((one) => one.name === name && one.version === version);
  if (known !== undefined) {
    return { definition: known, state };
  }
  const [newest] = definitions;
  const migrate = newest?.name === name ? newest?.migrates[Number(version)] : undefined;
  if (newest === undefined || migrate === undefined) {
    const versions = definitions.map((one) => `"${one.name}" version ${one.version}`).join(' or ');
    throw new PipelineError(`saga must be of ${versions}, got ${JSON.stringify([name, version])}`, {
      code: 'saga-definition-unknown',
    });
  }
  return { definition: newest, state: migrate(state) };
}

async function inputOf({ attributes }: Item, payloads: PayloadSource): Promise<unknown> {
  const { input, inputRef } = attributes;
  if (typeof inputRef !== 'string') {
    return input;
  }
  if (payloads?.get === undefined) {
    throw new PipelineError('input that is kept elsewhere needs a store of payloads, got none', {
      code: 'payload-missing',
    });
  }
  return payloads.get(inputRef);
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
}
