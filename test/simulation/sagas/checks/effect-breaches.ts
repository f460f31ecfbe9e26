import { recordOf, serviceStore } from '../services.ts';
import { voyages } from '../voyage.ts';
import type { VoyageOutcome } from '../run-voyages.ts';
import { commitsOf, lastOf } from './voyage-facts.ts';

/** Voyages that are made with a step missing, or not made with something of them left at a service. */
export function effectBreaches(outcome: VoyageOutcome): readonly string[] {
  const items = [...outcome.items.scan()];
  return outcome.scenario.plans.flatMap(({ voyage }) => {
    const commits = commitsOf(outcome, voyage);
    const version = commits.at(-1)?.version;
    const done = items
      .filter(({ key }) => key.partition === `${serviceStore}-${voyage}`)
      .filter((item) => recordOf(item).status === 'done')
      .map(({ key }) => key.sort);
    const owed = lastOf(commits)?.status === 'completed' ? commandsOf(version) : [];
    const missing = owed
      .filter((step) => !done.includes(step))
      .map((step) => `2. ${voyage} needs ${step}, which is not done`);
    const left = done
      .filter((step) => !owed.includes(step))
      .map((step) => `2. ${voyage} is not made, but ${step} is done`);
    return [...missing, ...left];
  });
}

/** Steps of a version that services are asked for. */
export function commandsOf(version: number | undefined): readonly string[] {
  const definition = voyages.find((one) => one.version === version);
  const steps = definition?.stages.flat() ?? [];
  return steps.filter(({ kind }) => kind === 'command').map(({ name }) => name);
}
