import type { SagaView } from '../../lambdas/core/saga/operations/saga-view.ts';
import type { SagaState, SagaStatus } from '../../lambdas/core/saga/saga-state.ts';
import type { CommandRun } from '../command/command.ts';

/** What an operator can do to a saga as it stands, with the commands to type. */
export function nextOrders({ facts, state, definition }: SagaView, { commandFor }: NextRun): readonly string[] {
  const command = (order: string, ...options: readonly string[]): string =>
    commandFor(order, facts.key, '--saga', facts.saga, ...options);
  return stepsFrom[state.status]({ state, pivot: definition?.pivot, command });
}

type NextRun = Pick<CommandRun<unknown>, 'commandFor'>;

interface Standing {
  readonly state: SagaState;
  readonly pivot: string | undefined;
  readonly command: (order: string, ...options: readonly string[]) => string;
}

const stepsFrom: Readonly<Record<SagaStatus, (standing: Standing) => readonly string[]>> = {
  running: underWay,
  waiting: underWay,
  compensating: ({ command }) => [
    `send the undo again with: ${command('retry')}`,
    `or, if it was taken back by hand: ${command('skip')}`,
  ],
  compensation_failed: ({ command }) => [
    `go on with fresh attempts with: ${command('resume')}`,
    `or, if it was taken back by hand: ${command('skip')}`,
  ],
  completed: ended,
  compensated: ended,
  cancelled: ended,
};

function underWay({ state: { pending, started }, pivot, command }: Standing): readonly string[] {
  const [first] = pending;
  const step = pending.length > 1 && first !== undefined ? ['--step', first.step] : [];
  return [
    `send what is pending again with: ${command('retry', ...step)}`,
    `or, if it was settled by hand: ${command('skip', ...step, '--result', 'JSON')}`,
    ...(pivot !== undefined && started.includes(pivot)
      ? ['its pivot was begun, so there is no way back']
      : [`or take back what was done: ${command('cancel')}`]),
  ];
}

function ended({ state: { started }, command }: Standing): readonly string[] {
  return [`run it again from a step with: ${command('fork', '--from', started[0] ?? 'STEP')}`];
}
