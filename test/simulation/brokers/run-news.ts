import { parkedKeys } from '../stage/parked-keys.ts';
import { runToEnd } from '../stage/run-to-end.ts';
import { castOfNews } from './cast.ts';
import { type NewsOptions, type NewsWorld, createNewsWorld } from './news-world.ts';

/** A finished run of news. */
export interface NewsOutcome extends NewsWorld {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Calls after which nobody expects any more of operators. */
const mostCalls = 20;

/** Runs a scenario under faults until nothing is left to do. */
export async function runNews(options: NewsOptions): Promise<NewsOutcome> {
  const world = createNewsWorld(options);
  const ended = await runToEnd(world, { cast: castOfNews(world), callForHelp: () => callOperators(world) });
  return { ...world, ended };
}

/** Calls the operators when nothing but dead letters is left; what a letter died of is repaired at the second call. */
function callOperators(world: NewsWorld): boolean {
  const { brokers, helpdesk, progress } = world;
  const dead = brokers.sources.some((source) => brokers.lettersOf(source).all().length > 0);
  if (helpdesk.listeners === 0 || progress.calls === mostCalls || (!dead && parkedKeys(world).length === 0)) {
    return false;
  }
  progress.calls += 1;
  progress.repaired = progress.calls > 1;
  helpdesk.ring();
  return true;
}
