import { safeParse } from 'zod/v4/core';
import type { $ZodType } from 'zod/v4/core';
import { PipelineError } from '../errors/pipeline-error.ts';
import { type PersonalField, personalFields } from './personal-fields.ts';

/** Turns the data of one version into the data of the next; must be pure and total over what was ever recorded. */
export type Upcaster = (data: unknown) => unknown;

/** What describes an event type; `Data` is the newest shape. */
export interface EventOptions<Data> {
  /** The newest version, counted from 1. @default 1 */
  readonly version?: number;
  /** Any zod 4 schema (`zod` or `zod/mini`) of the newest version. */
  readonly schema: $ZodType<Data>;
  /** The ordering key: messages of one key are handled in order wherever the source can keep it. */
  readonly key: (data: Data) => string;
  /** One step for each older version: `{ 1: v1 => v2, 2: v2 => v3 }`. @default none */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
  /** Whose personal data it is (the data subject of the GDPR). @default nobody's: then no field may be personal */
  readonly dataSubject?: (data: Data) => string;
}

/** A message that has data but no identity yet; the outbox gives it an id and a time when it is committed. */
export interface Draft<Name extends string = string, Data = unknown> {
  readonly type: EventType<Name, Data>;
  readonly data: Data;
}

/** Name, version, schema, ordering key and upcasters of one message type, in one value. */
export interface EventType<Name extends string = string, Data = unknown> {
  readonly name: Name;
  readonly version: number;
  readonly schema: $ZodType<Data>;
  /** Where its data is personal. */
  readonly personal: readonly PersonalField[];
  /** The ordering key of some data. */
  keyOf(data: Data): string;
  /** The person that some data is about; undefined for a type without personal data. */
  subjectOf(data: Data): string | undefined;
  /** A draft of this type. */
  of(data: Data): Draft<Name, Data>;
  /**
   * Data of any recorded version as the newest shape.
   *
   * @throws PipelineError `event-version-unknown` for a version that is newer than this code or has no upcaster,
   * `event-invalid` when the result breaks the schema (the message names paths, never values).
   */
  parse(data: unknown, version: number): Data;
}

/** The data type of an event type: `DataOf<typeof OrderPlaced>`. */
export type DataOf<Type> = Type extends EventType<string, infer Data> ? Data : never;

/**
 * Declares a message type (event, command or reply).
 *
 * @throws PipelineError `definition-invalid` when the version is not a positive integer, an upcaster is missing, or
 * personal data is nobody's.
 */
export function event<const Name extends string, Data>(name: Name, options: EventOptions<Data>): EventType<Name, Data> {
  const { version = 1, schema, key, upcasters = {}, dataSubject } = options;
  refuseGaps(name, version, upcasters);
  const personal = personalFields(schema);
  refuseNobodys(name, personal, dataSubject);
  const type: EventType<Name, Data> = {
    name,
    version,
    schema,
    personal,
    keyOf: key,
    subjectOf: (data) => dataSubject?.(data),
    of: (data) => ({ type, data }),
    parse: (data, from) => checked(type, upcast(type, upcasters, { data, from })),
  };
  return type;
}

function refuseNobodys(name: string, personal: readonly PersonalField[], dataSubject: unknown): void {
  if (personal.length > 0 && dataSubject === undefined) {
    const fields = personal.map(({ path }) => path.join('.') || '(root)').join(', ');
    throw new PipelineError(`"${name}" must name the dataSubject of its personal data, got none for ${fields}`, {
      code: 'definition-invalid',
    });
  }
}

function refuseGaps(name: string, version: number, upcasters: Readonly<Record<number, Upcaster>>): void {
  if (!Number.isInteger(version) || version < 1) {
    throw new PipelineError(`version of "${name}" must be an integer of at least 1, got ${version}`, {
      code: 'definition-invalid',
    });
  }
  for (let from = 1; from < version; from += 1) {
    if (upcasters[from] === undefined) {
      throw new PipelineError(`"${name}" version ${version} must have an upcaster from version ${from}`, {
        code: 'definition-invalid',
      });
    }
  }
}

function upcast(
  type: EventType,
  upcasters: Readonly<Record<number, Upcaster>>,
  recorded: { readonly data: unknown; readonly from: number },
): unknown {
  if (!Number.isInteger(recorded.from) || recorded.from < 1 || recorded.from > type.version) {
    throw new PipelineError(`version of "${type.name}" must be between 1 and ${type.version}, got ${recorded.from}`, {
      code: 'event-version-unknown',
    });
  }
  let { data, from } = recorded;
  try {
    for (; from < type.version; from += 1) {
      data = upcasters[from]?.(data);
    }
  } catch {
    // What an upcaster throws may quote the data, so it is not kept as the cause.
    throw new PipelineError(`upcaster of "${type.name}" from version ${from} must not throw`, {
      code: 'event-invalid',
    });
  }
  return data;
}

function checked<Data>(type: EventType<string, Data>, data: unknown): Data {
  const parsed = safeParse(type.schema, data);
  if (parsed.success) {
    return parsed.data;
  }
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`).join(', ');
  throw new PipelineError(`data of "${type.name}" must match its schema, failed at ${where}`, {
    code: 'event-invalid',
  });
}
