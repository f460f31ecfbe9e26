import type { PipelineDefinition } from './pipeline-definition.ts';

/**
 * The name under which the lines of a consumer's parked keys are kept: its source's, and where several read that, its own
 * with it, because a key that one reader parked is none of the others' business.
 */
export function linesOf({ consumers }: Pick<PipelineDefinition, 'consumers'>, name: string): string {
  const { source = name } = consumers[name] ?? {};
  const readers = Object.values(consumers).filter((one) => one.source === source);
  return readers.length > 1 ? `${source}-${name}` : source;
}
