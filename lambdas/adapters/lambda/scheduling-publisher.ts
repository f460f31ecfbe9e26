import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { routesOf } from '../../contracts/definition/routes-of.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import { createScheduledPublisher } from '../../core/publish/scheduled-publisher.ts';
import { createSchedulerClient } from '../scheduler/scheduler-client.ts';
import { type ScheduleTarget, createSchedulerSchedules } from '../scheduler/scheduler-schedules.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { systemClock } from '../system/system-clock.ts';
import { outboxPublisher } from './outbox-publisher.ts';
import { readEnvironment } from './read-environment.ts';

/**
 * The publisher of a pipeline that has schedules: what is due later goes to them, all else as `outboxPublisher` has it.
 *
 * A handler chooses it by naming it, so that only its bundle has the client of the schedules.
 *
 * @throws PipelineError `environment-invalid` when the group, the role or the queue of failures is not named.
 */
export function schedulingPublisher(pipeline: PipelineDefinition): Publisher {
  const { groupName, roleArn, deadLetterArn } = readEnvironment({
    groupName: environmentVariables.scheduleGroup,
    roleArn: environmentVariables.scheduleRole,
    deadLetterArn: environmentVariables.scheduleDeadLetters,
  });
  const schedules = createSchedulerSchedules({
    ...{ client: createSchedulerClient(), groupName, roleArn, deadLetterArn },
    ...{ targetOf: targetsOf(pipeline), fingerprint: sha256Fingerprint },
  });
  return createScheduledPublisher({ publisher: outboxPublisher(pipeline), schedules, clock: systemClock });
}

function targetsOf(pipeline: PipelineDefinition): (type: string) => ScheduleTarget {
  const routes = routesOf(pipeline);
  return (type) => {
    const { kind, name, fifo } = routes.homeOf(type);
    if (kind !== 'queue') {
      throw new PipelineError(`a message that is due later must go to a queue, got topic "${name}" for "${type}"`, {
        code: 'publish-unroutable',
      });
    }
    return { queueArn: readEnvironment({ arn: environmentVariables.queueArn(name) }).arn, fifo };
  };
}
