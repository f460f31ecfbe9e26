import type { PipelineDefinition } from './pipeline-definition.ts';

/** The group of readers that a consumer is at a broker: consumer group, durable consumer. */
export function groupOf({ name }: Pick<PipelineDefinition, 'name'>, consumer: string): string {
  return `${name}-${consumer}`;
}

/** The groups that read a source, by its name in the definition. */
export function readerGroups(
  definition: Pick<PipelineDefinition, 'name' | 'consumers'>,
  source: string,
): readonly string[] {
  return Object.entries(definition.consumers)
    .filter(([, one]) => one.source === source)
    .map(([name]) => groupOf(definition, name));
}
