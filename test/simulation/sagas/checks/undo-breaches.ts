import type { VoyageOutcome } from '../run-voyages.ts';
import { commandsOf } from './effect-breaches.ts';
import { type SagaCommit, commitsOf } from './voyage-facts.ts';

/** Steps that were undone in another order than the reverse, without having been begun, too early, or behind the pivot. */
export function undoBreaches(outcome: VoyageOutcome): readonly string[] {
  return outcome.scenario.plans.flatMap(({ voyage }) => {
    const commits = commitsOf(outcome, voyage);
    const begun = firstsOf(commits, 'step.do');
    const undone = firstsOf(commits, 'step.undo');
    const reversed = begun.filter((step) => undone.includes(step)).reverse();
    const order = `${undone.join()} of ${begun.join()}`;
    const early = commits.filter(
      ({ after, sent }) => sent.some(({ type }) => type === 'step.undo') && isRunning(after.pending),
    );
    const faults = [
      undone.join() === reversed.join() ? [] : [`6. ${voyage} must be undone in reverse, was ${order}`],
      early.length === 0 ? [] : [`6. ${voyage} must not be undone while a step is in flight`],
      undone.includes('depart') ? [`6. ${voyage} must not undo what cannot be undone`] : [],
      begun.includes('depart') && undone.length > 0 ? [`6. ${voyage} must not be undone behind its pivot`] : [],
      stepsOfAnother(commits, begun).map((step) => `${voyage} must keep to its version, which has no ${step}`),
    ];
    return faults.flat();
  });
}

function isRunning(pending: SagaCommit['after']['pending']): boolean {
  return pending.some(({ direction }) => direction === 'run');
}

/** Each step the first time that a type of command was sent for it. */
function firstsOf(commits: readonly SagaCommit[], type: string): readonly string[] {
  const steps = commits.flatMap(({ sent }) =>
    sent.filter((one) => one.type === type).map(({ data }) => data.step ?? ''),
  );
  return [...new Set(steps)];
}

function stepsOfAnother(commits: readonly SagaCommit[], begun: readonly string[]): readonly string[] {
  const own = commandsOf(commits[0]?.version);
  return begun.filter((step) => !own.includes(step));
}
