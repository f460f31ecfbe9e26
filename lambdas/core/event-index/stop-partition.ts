import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Lease } from '../lease/take-lease.ts';
import { type Checkpoint, type StoppedAt, checkpointKey, stoppedAttribute } from './checkpoint.ts';
import type { OpenedEvent } from './read-event.ts';
import type { SubscriptionSetup } from './subscription-setup.ts';

/** Says on the checkpoint at which event its partition stands still, once. */
export async function stopPartition(
  { items, name, telemetry }: SubscriptionSetup,
  { lease, checkpoint }: { readonly lease: Lease; readonly checkpoint: Checkpoint },
  { event: { partition, position, stream, version }, cause }: Pick<OpenedEvent & { kind: 'fault' }, 'event' | 'cause'>,
): Promise<'stopped'> {
  const place = { partition, position, stream, version };
  telemetry.error('partition stands still at an event', { subscription: name, ...place }, cause);
  const stopped: StoppedAt = { position, stream, version, reason: reasonOf(cause) };
  if (checkpoint.stopped?.position !== position) {
    const key = checkpointKey(name, partition);
    await items.write({ kind: 'update', key, set: { stopped: stoppedAttribute(stopped) }, when: lease.fence.when });
  }
  return 'stopped';
}

function reasonOf(cause: unknown): string {
  if (cause instanceof PipelineError) {
    return cause.code;
  }
  return cause instanceof Error ? cause.name : 'unknown';
}
