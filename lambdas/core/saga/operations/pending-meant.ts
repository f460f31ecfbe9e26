import type { SagaIgnored } from '../saga-move.ts';
import type { Pending, SagaState } from '../saga-state.ts';
import { pendingWords } from './pending-words.ts';

/** The pending step that an operator means, by its name or because it is the only one. */
export function pendingMeant(
  { pending, status }: Pick<SagaState, 'pending' | 'status'>,
  name: string | undefined,
): Pending | SagaIgnored {
  const found = name === undefined ? pending : pending.filter(({ step }) => step === name);
  const [only, another] = found;
  if (only !== undefined && another === undefined) {
    return only;
  }
  const awaits = pendingWords({ pending }).join(', ');
  if (another !== undefined) {
    return { kind: 'ignored', reason: `a step must be named, because it awaits ${awaits}` };
  }
  const what = name === undefined ? 'something must be pending' : `step "${name}" must be pending`;
  return {
    kind: 'ignored',
    reason: `${what}, but the saga is ${status}${awaits === '' ? '' : ` and awaits ${awaits}`}`,
  };
}
