import * as z from 'zod/mini';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { JsonSchema } from './json-schema.ts';

/** One version of a message type as it was when it was first used. */
export interface RecordedVersion {
  readonly type: string;
  readonly version: number;
  readonly schema: JsonSchema;
  /** Envelopes as they were written. */
  readonly messages: readonly unknown[];
}

const Recorded = z.strictObject({ schema: z.record(z.string(), z.unknown()), messages: z.array(z.unknown()) });

/** Where a version is recorded, in the folder of all. */
export function recordedPath({ type, version }: Pick<RecordedVersion, 'type' | 'version'>): string {
  return `${type}/${version}.json`;
}

/** The text of a recorded version. */
export function recordedText({ schema, messages }: RecordedVersion): string {
  return `${JSON.stringify({ schema, messages }, undefined, 2)}\n`;
}

/**
 * Reads what was recorded.
 *
 * @throws PipelineError `input-invalid` for a file that is not called `TYPE/VERSION.json`, or holds something else.
 */
export function recordedVersion(path: string, text: string): RecordedVersion {
  const { type, version } = /^(?<type>[^/]+)\/(?<version>[1-9]\d*)\.json$/.exec(path)?.groups ?? {};
  const recorded = Recorded.safeParse(jsonOf(text));
  if (type === undefined || !recorded.success) {
    throw new PipelineError(
      `what is recorded must be files TYPE/VERSION.json with a schema and messages alone, got "${path}"`,
      { code: 'input-invalid' },
    );
  }
  return { type, version: Number(version), ...recorded.data };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
