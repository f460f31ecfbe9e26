import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { SourceControl } from '../../core/ports/source-control.ts';

/** What the control of event source mappings works with. */
export interface EventSourceControlDependencies {
  readonly lambda: Pick<LambdaClient, 'send'>;
  /** The id of the mapping that reads a queue. */
  readonly mappingOf: (queue: string) => string;
}

/**
 * Makes the control of the event source mappings that read the queues of a pipeline.
 *
 * A mapping that is being made or changed is in no state that could be judged, and takes no change: that is an error,
 * and a later look finds it settled. All settings but `Enabled` stay as they are.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 */
export function createEventSourceControl({ lambda, mappingOf }: EventSourceControlDependencies): SourceControl {
  const set = async (queue: string, enabled: boolean): Promise<void> => {
    await asked(queue, () =>
      lambda.send(new UpdateEventSourceMappingCommand({ UUID: mappingOf(queue), Enabled: enabled })),
    );
  };
  return {
    async paused(queue) {
      const { State: state } = await asked(queue, () =>
        lambda.send(new GetEventSourceMappingCommand({ UUID: mappingOf(queue) })),
      );
      const paused = state === undefined ? undefined : pausedStates.get(state);
      if (paused === undefined) {
        throw new PipelineError(`the mapping of queue "${queue}" must be settled, got state "${state ?? 'none'}"`, {
          code: 'source-unavailable',
          retryable: true,
        });
      }
      return paused;
    },
    pause: (queue) => set(queue, false),
    resume: (queue) => set(queue, true),
  };
}

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
const pausedStates: ReadonlyMap<string, boolean> = new Map([
  ['Enabled', false],
  ['Enabling', false],
  ['Disabled', true],
  ['Disabling', true],
]);

async function asked<Answer>(queue: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw new PipelineError(`the mapping of queue "${queue}" must answer and take changes, got an error`, {
      code: 'source-unavailable',
      retryable: true,
      cause,
    });
  }
}
