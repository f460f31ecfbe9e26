import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/** How long a claim is to hold. */
export interface LeaseTerms {
  /** Milliseconds since the epoch at which the host stops the handler; may be infinite where the lease is renewed. */
  readonly deadline: number;
  /** Milliseconds a renewed lease lasts; undefined: the lease is not renewed. */
  readonly leaseMilliseconds: number | undefined;
}

/**
 * When a lease taken or renewed at `now` ends: at the handler's deadline, or earlier where it is renewed meanwhile.
 *
 * @throws PipelineError `input-invalid` when the deadline is missing, no number, or infinite for a lease that nobody
 * renews: such a claim would lock its message out for ever once its owner died.
 */
export function leaseEnd(now: number, { deadline, leaseMilliseconds }: LeaseTerms): number {
  if (typeof deadline !== 'number' || Number.isNaN(deadline)) {
    throw new PipelineError(`a handler must have a deadline in milliseconds, got ${typeof deadline}`, {
      code: 'input-invalid',
    });
  }
  const end = leaseMilliseconds === undefined ? deadline : Math.min(deadline, now + leaseMilliseconds);
  if (end === Number.POSITIVE_INFINITY) {
    throw new PipelineError(`a lease that is not renewed must have a finite deadline, got ${deadline}`, {
      code: 'input-invalid',
    });
  }
  return end;
}
