import { HistoryEntry } from '../../../../lambdas/core/saga/saga-history.ts';
import type { SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import type { VoyageOutcome } from '../run-voyages.ts';
import { type SagaCommit, commitsOf } from './voyage-facts.ts';

/** Sagas that moved when they must not: by a timer that had not run out, by a second decision, or out of their end. */
export function movementBreaches(outcome: VoyageOutcome): readonly string[] {
  return outcome.scenario.plans.flatMap(({ voyage }) => {
    const commits = commitsOf(outcome, voyage);
    const early = commits.filter((commit) => timersIn(commit).some((entry) => !isOver(commit, entry)));
    const decided = commits.flatMap(entriesOf).filter(({ message }) => message === 'voyage.decided');
    const moved = commits.filter(({ before, after }) => before && ends.has(before.status) && !isEqual(before, after));
    return [
      ...early.map(({ at }) => `${voyage} must not be moved by a timer that is not over, was at ${at}`),
      ...(decided.length > 1 ? [`3. ${voyage} must be decided once, was ${decided.length} times`] : []),
      ...moved.map(({ before }) => `${voyage} must stay ${before?.status ?? ''}`),
      ...(new Set(commits.map(({ version }) => version)).size > 1 ? [`${voyage} must keep its version`] : []),
    ];
  });
}

const ends: ReadonlySet<string> = new Set(['completed', 'compensated', 'cancelled']);

/** Its outbox may still change. */
function isEqual(one: SagaState, other: SagaState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function entriesOf({ commit: { change } }: SagaCommit): readonly HistoryEntry[] {
  const before = new Set(textsIn(change.before?.attributes['history']));
  return textsIn(change.after?.attributes['history'])
    .filter((text) => !before.has(text))
    .map((text) => HistoryEntry.parse(JSON.parse(text)));
}

function textsIn(history: unknown): readonly string[] {
  return Array.isArray(history) ? history.filter((text) => typeof text === 'string') : [];
}

function timersIn(commit: SagaCommit): readonly HistoryEntry[] {
  return entriesOf(commit).filter(({ message }) => message === 'voyage.timer-due');
}

/** The deadline of the whole saga is a timer of no step. */
function isOver({ at, before }: SagaCommit, { step }: HistoryEntry): boolean {
  const due = before?.pending.find((one) => one.step === step)?.dueAt;
  const deadline = step === undefined || step === '' ? before?.deadlineAt : undefined;
  return (due ?? deadline ?? Number.POSITIVE_INFINITY) <= at;
}
