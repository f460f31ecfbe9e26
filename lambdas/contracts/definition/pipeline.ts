import { DefinitionError } from '../errors/definition-error.ts';
import { faultsOf } from './faults-of.ts';
import type { PipelineDefinition, PipelineParts } from './pipeline-definition.ts';

/**
 * Declares a pipeline and checks it.
 *
 * @throws DefinitionError with every fault found: an unknown topic, queue or event, a type without a home or with
 * two, a standard topic feeding a FIFO queue, a queue nobody reads, a missing dead letter without a reason, a
 * number out of its range.
 */
export function pipeline<const Parts extends PipelineParts>(name: string, parts: Parts): PipelineDefinition<Parts> {
  const definition = { name, ...parts };
  const faults = faultsOf(definition);
  if (faults.length > 0) {
    throw new DefinitionError(name, faults);
  }
  return definition;
}
