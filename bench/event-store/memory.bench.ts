import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type Phases, alternatingPhases } from '../comparison/alternating.ts';
import { emmettSide } from './emmett-side.ts';
import { ourSide } from './our-side.ts';
import { type StepTimes, eventsPerCommit, play } from './workload.ts';

/** What commits and loads take in memory, here and in Emmett. */
export interface MemoryStoreFigures {
  /** Streams, each of 100 events in commits of ten. */
  readonly streams: number;
  /** Whether this package keeps the state beside the events, as its deciders do; Emmett has nothing of that kind. */
  readonly snapshots: boolean;
  /** Microseconds of a commit, and of a load. A ratio of at most 1 is the aim with snapshots. */
  readonly times: Phases<keyof StepTimes>;
}

const commits = 10;

/** Events of all streams in the largest of the measurements. */
export const mostStreams = 1000;

const cases = [
  { streams: 100, snapshots: true, rounds: 21 },
  { streams: mostStreams, snapshots: true, rounds: 5 },
  { streams: mostStreams, snapshots: false, rounds: 5 },
] as const;

/**
 * Measures this package's event store over a table in memory against Emmett's store in memory.
 *
 * Both book on the same accounts and load each before every commit. What is here is serialised, validated on every read
 * and held to the limits of DynamoDB; Emmett keeps the objects that it was given.
 */
export async function benchMemoryStore(progress: (line: string) => void): Promise<readonly MemoryStoreFigures[]> {
  const figures: MemoryStoreFigures[] = [];
  for (const { streams, snapshots, rounds } of cases) {
    progress(`${streams * commits * eventsPerCommit} events in ${streams} streams in memory`);
    const workload = { accounts: streams, commits };
    const times = await alternatingPhases(['append', 'load'], {
      rounds,
      warmUpRounds: 2,
      inputOf: () => workload,
      ours: (input) => play(ourSide(createMemoryItemStore(), { snapshots }), input),
      peer: (input) => play(emmettSide(), input),
    });
    figures.push({ streams, snapshots, times });
  }
  return figures;
}
