import type { BrokerKind } from '../../contracts/definition/broker-kind.ts';
import { type ForwardTarget, forwardTarget } from '../../contracts/definition/forward-target.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';
import { consumerOf } from '../lambda/consumer-ports.ts';
import type { Forwarding, OpenedForwarding } from './forwarding.ts';

/** The consumer whose way to its targets is opened. */
export interface ForwarderOf {
  readonly pipeline: PipelineDefinition;
  readonly name: string;
  readonly environment: ConnectionEnvironment;
  readonly telemetry: Telemetry;
}

/**
 * What a consumer forwards to.
 *
 * @throws PipelineError `environment-invalid` when that is nothing, or not all at brokers of that kind.
 */
export function targetsOf<Kind extends BrokerKind>(
  { pipeline, name }: Pick<ForwarderOf, 'pipeline' | 'name'>,
  kind: Kind,
): readonly Extract<ForwardTarget, { readonly kind: Kind }>[] {
  const { forwards } = consumerOf(pipeline, name);
  const targets = forwards
    .map((target) => forwardTarget(pipeline, target))
    .filter((target): target is Extract<ForwardTarget, { readonly kind: Kind }> => target?.kind === kind);
  if (targets.length === 0 || targets.length < forwards.length) {
    throw new PipelineError(
      `consumer "${name}" must forward to ${kind} alone, got ${forwards.join(', ') || 'nothing'}`,
      {
        code: 'environment-invalid',
      },
    );
  }
  return targets;
}

/** Opens the way of a consumer to its targets; a message is tried for half of the time that its consumer has. */
export function openForwarding<Kind extends BrokerKind>(
  of: ForwarderOf,
  forwarding: Forwarding<Kind>,
): Promise<OpenedForwarding> {
  const { pipeline, name, environment, telemetry } = of;
  return forwarding.open({
    ...{ clientId: groupOf(pipeline, name), targets: targetsOf(of, forwarding.kind), environment, telemetry },
    seconds: Math.max(1, Math.floor(consumerOf(pipeline, name).timeoutSeconds / 2)),
  });
}
