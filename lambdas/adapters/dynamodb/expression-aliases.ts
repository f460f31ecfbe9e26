import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ItemValue } from '../../core/ports/item-store.ts';
import { attributeValue } from './attribute-value.ts';
import { itemPath } from './item-path.ts';

/** Stands names and values of one request in for aliases, so that reserved words and dots in names do no harm. */
export interface ExpressionAliases {
  /** The alias of a name: `#0`. */
  name(name: string): string;
  /** The aliases of a path: `#0` or `#0.#1`. */
  path(path: string): string;
  /** The alias of a value: `:0`. */
  value(value: ItemValue): string;
  /** The two fields of a request; each undefined when empty, which the service insists on. */
  fields(): AliasFields;
}

/** The alias tables of a request. */
export interface AliasFields {
  readonly ExpressionAttributeNames: Record<string, string> | undefined;
  readonly ExpressionAttributeValues: Record<string, AttributeValue> | undefined;
}

/** Makes the aliases of one request. */
export function createExpressionAliases(): ExpressionAliases {
  const names = new Map<string, string>();
  const values: Record<string, AttributeValue> = {};
  let valueCount = 0;

  const nameAlias = (name: string): string => {
    const alias = names.get(name) ?? `#${names.size}`;
    names.set(name, alias);
    return alias;
  };

  return {
    name: nameAlias,
    path: (text) => {
      const { attribute, entry } = itemPath(text);
      return entry === undefined ? nameAlias(attribute) : `${nameAlias(attribute)}.${nameAlias(entry)}`;
    },
    value: (value) => {
      const alias = `:${valueCount}`;
      valueCount += 1;
      values[alias] = attributeValue(value);
      return alias;
    },
    fields: () => ({
      ExpressionAttributeNames:
        names.size === 0 ? undefined : Object.fromEntries([...names].map(([name, alias]) => [alias, name])),
      ExpressionAttributeValues: valueCount === 0 ? undefined : values,
    }),
  };
}
