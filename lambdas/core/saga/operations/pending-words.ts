import type { Pending, SagaState } from '../saga-state.ts';

/** What a saga awaits, in words: `charge`, `undo of reserve`. */
export function pendingWords({ pending }: Pick<SagaState, 'pending'>): readonly string[] {
  return pending.map(pendingWord);
}

function pendingWord({ step, direction }: Pick<Pending, 'step' | 'direction'>): string {
  return direction === 'run' ? step : `undo of ${step}`;
}
