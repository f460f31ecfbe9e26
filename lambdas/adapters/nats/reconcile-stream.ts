import {
  DiscardPolicy,
  type JetStreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { driftOf, driftText, type NatsDrift } from './drift-of.ts';

/** What describes a stream. */
export interface NatsStreamDescription {
  readonly name: string;
  /** Subjects that it keeps; no other stream may keep one of them. */
  readonly subjects: readonly string[];
  /** `log` keeps what is read, for every consumer; `queue` forgets a message once it is acknowledged. @default 'log' */
  readonly keeps?: 'log' | 'queue';
  /** How long a message is kept at most, in seconds; 0 for ever. @default 0 */
  readonly maxAgeSeconds?: number;
  /** Bytes after which a publish is refused; -1 without limit. @default -1 */
  readonly maxBytes?: number;
  /** Copies in a cluster, 1 to 5. @default 1 */
  readonly replicas?: number;
  /** Seconds for which an id is known, so that its second publish is dropped. @default 120 */
  readonly duplicateWindowSeconds?: number;
}

/** Seconds for which a stream knows the ids of its messages when nothing else is said. */
export const defaultDuplicateWindowSeconds = 120;

/** Settings that a server never changes. */
const fixedSettings: ReadonlySet<string> = new Set(['storage', 'retention']);

const second = 1_000_000_000;

/**
 * Makes a stream as it is described: creates it, changes what may be changed, and answers what was different.
 *
 * A full stream refuses what is published and never drops what it has.
 *
 * @throws PipelineError `input-invalid` when it differs in what cannot be changed.
 */
export async function reconcileStream(
  manager: Pick<JetStreamManager, 'streams'>,
  description: NatsStreamDescription,
): Promise<readonly NatsDrift[]> {
  const { name } = description;
  const wanted = configuration(description);
  const found = await configurationOf(manager, name);
  if (found === undefined) {
    await manager.streams.add({ name, ...wanted });
    return [];
  }
  const drifts = driftOf(wanted, found);
  const fixed = drifts.filter(({ setting }) => fixedSettings.has(setting));
  if (fixed.length > 0) {
    throw new PipelineError(
      `stream "${name}" must be made anew, its messages moved by hand: it has ${driftText(fixed)}`,
      { code: 'input-invalid' },
    );
  }
  if (drifts.length > 0) {
    await manager.streams.update(name, wanted);
  }
  return drifts;
}

function configuration(description: NatsStreamDescription) {
  const { subjects, keeps = 'log', maxAgeSeconds = 0, maxBytes = -1, replicas = 1 } = description;
  const { duplicateWindowSeconds = defaultDuplicateWindowSeconds } = description;
  return {
    subjects: [...subjects],
    retention: keeps === 'log' ? RetentionPolicy.Limits : RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_age: maxAgeSeconds * second,
    max_bytes: maxBytes,
    num_replicas: replicas,
    duplicate_window: duplicateWindowSeconds * second,
  } satisfies Partial<StreamConfig>;
}

async function configurationOf(
  manager: Pick<JetStreamManager, 'streams'>,
  name: string,
): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.StreamNotFound) {
      return undefined;
    }
    throw cause;
  }
}
