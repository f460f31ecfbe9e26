import type { $ZodType, $ZodTypes } from 'zod/v4/core';
import { PipelineError } from '../errors/pipeline-error.ts';
import { personalMark } from './personal.ts';

/** A place of some data that holds personal data. */
export interface PersonalField {
  /** Names from the outside in; {@link anyEntry} stands for every element of a list and every entry of a record. */
  readonly path: readonly string[];
  /** What stands there once the person is forgotten. */
  readonly forgotten: unknown;
}

/** The part of a path that is every element of a list, or every entry of a record. */
export const anyEntry = '*';

/**
 * The places of data of some schema that are marked as personal; none within another.
 *
 * A field of one choice of a union counts for all of them.
 *
 * @throws PipelineError `definition-invalid` when one lies in a schema that contains itself: its places have no end.
 */
export function personalFields(schema: $ZodType): readonly PersonalField[] {
  const search: Search = { endless: false };
  const fields = fieldsIn(schema, [], search);
  if (search.endless && fields.length > 0) {
    throw new PipelineError('a schema that contains itself must not hold personal data, got personal fields in one', {
      code: 'definition-invalid',
    });
  }
  const unique = new Map(fields.map((field) => [field.path.join('\n'), field] as const));
  return [...unique.values()];
}

interface Search {
  endless: boolean;
}

function fieldsIn(schema: $ZodType, around: readonly $ZodType[], search: Search): readonly PersonalField[] {
  const mark = personalMark(schema);
  if (mark !== undefined) {
    return [{ path: [], forgotten: mark.forgotten }];
  }
  if (around.includes(schema)) {
    search.endless = true;
    return [];
  }
  return partsOf(schema as $ZodTypes).flatMap(([names, part]) =>
    fieldsIn(part, [...around, schema], search).map(({ path, forgotten }) => ({
      path: [...names, ...path],
      forgotten,
    })),
  );
}

type Part = readonly [names: readonly string[], schema: $ZodType];

/** The schemas of which one is made, with the way that leads to what they describe. */
function partsOf({ _zod: { def } }: $ZodTypes): readonly Part[] {
  if (def.type === 'object') {
    return Object.entries(def.shape).map(([name, part]): Part => [[name], part]);
  }
  if (def.type === 'array' || def.type === 'record') {
    return [[[anyEntry], def.type === 'array' ? def.element : def.valueType]];
  }
  if (def.type === 'tuple') {
    const items = def.items.map((part, index): Part => [[String(index)], part]);
    return def.rest === null ? items : [...items, [[anyEntry], def.rest]];
  }
  return partsInPlace(def).map((part): Part => [[], part]);
}

/** Those that describe the very same place. */
function partsInPlace(def: $ZodTypes['_zod']['def']): readonly $ZodType[] {
  if (def.type === 'union') {
    return def.options;
  }
  if (def.type === 'intersection') {
    return [def.left, def.right];
  }
  if (def.type === 'pipe') {
    return [def.in, def.out];
  }
  if (def.type === 'lazy') {
    return [def.getter()];
  }
  return 'innerType' in def ? [def.innerType] : [];
}
