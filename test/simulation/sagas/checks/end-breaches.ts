import type { VoyagePlan } from '../scenario.ts';
import type { VoyageOutcome } from '../run-voyages.ts';
import { type SagaCommit, commitsOf, lastOf } from './voyage-facts.ts';

/** Voyages that did not end, or of whose end others were told otherwise or more than once. */
export function endBreaches(outcome: VoyageOutcome): readonly string[] {
  return outcome.scenario.plans.flatMap((plan) => breachesOf(plan, commitsOf(outcome, plan.voyage)));
}

const ends: ReadonlySet<string> = new Set(['completed', 'compensated', 'cancelled']);
const unconsented: ReadonlySet<string> = new Set(['reject', 'never', 'when it is too late']);

function breachesOf({ voyage, decision }: VoyagePlan, commits: readonly SagaCommit[]): readonly string[] {
  const status = lastOf(commits)?.status ?? 'unknown';
  const told = outcomesOf(commits, 'voyage.told');
  const reported = [...outcomesOf(commits, 'saga.completed'), ...outcomesOf(commits, 'saga.failed')];
  const final = reported.filter((end) => end !== 'compensation_failed');
  const expected = status === 'completed' ? 'travelled' : 'stayed';
  const faults: readonly (readonly [boolean, string])[] = [
    [ends.has(status), `1. ${voyage} must end, is ${status}`],
    [told.join() === expected, `3. ${voyage} must be told ${expected} once, was told ${told.join()}`],
    [final.join() === status, `5. ${voyage} must be reported ${status} once, was ${final.join()}`],
    [status !== 'completed' || !unconsented.has(decision), `${voyage} must not be made, nobody approved it`],
  ];
  return faults.filter(([holds]) => !holds).map(([, fault]) => fault);
}

function outcomesOf(commits: readonly SagaCommit[], type: string): readonly string[] {
  return commits.flatMap(({ sent }) => sent).flatMap((one) => (one.type === type ? (one.data.outcome ?? '') : []));
}
