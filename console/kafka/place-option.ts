import type { OffsetPlace } from '../../lambdas/adapters/kafka/operations/offset-place.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { ParsedOptions } from '../command/parse-options.ts';

/** A date with a time and its zone: without one it would mean another moment on every machine. */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u;

/**
 * A place in the partitions of a topic: `earliest`, `latest`, an offset such as `1200`, or a time such as
 * `2026-01-31T08:00:00Z`; undefined when the option is not given.
 *
 * @throws PipelineError `input-invalid` for anything else.
 */
export function placeOption(options: ParsedOptions, name: string): OffsetPlace | undefined {
  const text = options.text(name);
  if (text === undefined) {
    return undefined;
  }
  if (text === 'earliest' || text === 'latest') {
    return { kind: text };
  }
  if (/^\d{1,18}$/u.test(text)) {
    return { kind: 'offset', offset: BigInt(text) };
  }
  const at = moment.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new PipelineError(
      `--${name} must be earliest, latest, an offset, or a time such as 2026-01-31T08:00:00Z, got "${text}"`,
      { code: 'input-invalid' },
    );
  }
  return { kind: 'time', at };
}
