import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/**
 * The name of a message type where it is the name of a file or of a component.
 *
 * Source: https://www.asyncapi.com/docs/reference/specification/v3.1.0#componentsObject
 *
 * @throws PipelineError `definition-invalid` for a name that is not of letters, digits, `_`, `-` and `.` alone.
 */
export function portableName({ name }: Pick<EventType, 'name'>): string {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new PipelineError(`the name of a message must be of letters, digits, "_", "-" and "." alone, got "${name}"`, {
      code: 'definition-invalid',
    });
  }
  return name;
}
