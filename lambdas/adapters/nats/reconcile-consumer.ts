import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  type JetStreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
} from '@nats-io/jetstream';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { driftOf, driftText, type NatsDrift } from './drift-of.ts';

/** What describes a durable pull consumer: a group of workers that share the messages of a stream. */
export interface NatsConsumerDescription {
  readonly stream: string;
  readonly name: string;
  /** Subjects that it reads. @default all of its stream */
  readonly subjects?: readonly string[];
  /** Seconds after which what a dead worker held comes again. @default 30 */
  readonly ackWaitSeconds?: number;
  /** Messages that all its workers together may hold. @default 1000 */
  readonly maxAckPending?: number;
  /** Where a new consumer begins; has no effect on one that exists. @default 'all' */
  readonly from?: 'all' | 'new';
}

/** What a consumer has when nothing else is said. */
export const natsConsumerDefaults = { ackWaitSeconds: 30, maxAckPending: 1000 } as const;

const fixedSettings: ReadonlySet<string> = new Set(['ack_policy']);

/**
 * Makes a consumer as it is described: creates it, changes what may be changed, and answers what was different.
 *
 * The server delivers without limit. A limit of its own would stop a message without keeping it anywhere, and tell so in
 * an advisory that is lost when nobody listens; the source counts and moves to the dead letters instead.
 *
 * Source: https://docs.nats.io/nats-concepts/jetstream/consumers#maxdeliver
 *
 * @throws PipelineError `input-invalid` when it differs in what cannot be changed.
 */
export async function reconcileConsumer(
  manager: Pick<JetStreamManager, 'consumers'>,
  description: NatsConsumerDescription,
): Promise<readonly NatsDrift[]> {
  const { stream, name, from = 'all' } = description;
  const wanted = configuration(description);
  const found = await configurationOf(manager, stream, name);
  if (found === undefined) {
    const start = from === 'all' ? DeliverPolicy.All : DeliverPolicy.New;
    await manager.consumers.add(stream, { durable_name: name, deliver_policy: start, ...wanted });
    return [];
  }
  const drifts = driftOf(wanted, withoutAbsent(found));
  const fixed = drifts.filter(({ setting }) => fixedSettings.has(setting));
  if (fixed.length > 0 || found.deliver_subject !== undefined) {
    throw new PipelineError(
      `consumer "${name}" of stream "${stream}" must be made anew: ` +
        (fixed.length > 0 ? `it has ${driftText(fixed)}` : 'it pushes, and a worker pulls'),
      { code: 'input-invalid' },
    );
  }
  if (drifts.length > 0) {
    await manager.consumers.update(stream, name, wanted);
  }
  return drifts;
}

function configuration(description: NatsConsumerDescription) {
  const { subjects = [] } = description;
  const { ackWaitSeconds, maxAckPending } = { ...natsConsumerDefaults, ...description };
  return {
    ack_policy: AckPolicy.Explicit,
    ack_wait: ackWaitSeconds * 1_000_000_000,
    max_deliver: -1,
    max_ack_pending: maxAckPending,
    filter_subjects: [...subjects],
  } satisfies Partial<ConsumerConfig>;
}

/** The server leaves out an empty list, and keeps a list of one in a setting of its own. */
function withoutAbsent(found: ConsumerConfig): object {
  const { filter_subject: one, filter_subjects: many } = found;
  return { ...found, filter_subjects: many ?? (one === undefined || one === '' ? [] : [one]) };
}

async function configurationOf(
  manager: Pick<JetStreamManager, 'consumers'>,
  stream: string,
  name: string,
): Promise<ConsumerConfig | undefined> {
  try {
    return (await manager.consumers.info(stream, name)).config;
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.ConsumerNotFound) {
      return undefined;
    }
    throw cause;
  }
}
