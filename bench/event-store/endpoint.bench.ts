import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { awsEnvironment } from '../../localstack/backends/aws-environment.ts';
import { startEndpoint } from '../../localstack/backends/start-endpoint.ts';
import { type Phases, alternatingPhases } from '../comparison/alternating.ts';
import { projectRoot } from '../run-node.ts';
import { castoreSide } from './castore-side.ts';
import { createTables } from './create-tables.ts';
import { ourSide } from './our-side.ts';
import { type Usage, meterUsage, noUsage, together } from './usage-meter.ts';
import { type StepTimes, type StoreSide, type Workload, play } from './workload.ts';

type Step = keyof StepTimes;

/** What commits and loads take on the local endpoint, here and with Castore's DynamoDB adapter. */
export interface EndpointStoreFigures {
  /** Commits of ten events in each stream. */
  readonly commits: number;
  /** Microseconds of a commit, and of a load. */
  readonly times: Phases<Step>;
  /** What an average commit and an average load take. */
  readonly ours: Readonly<Record<Step, Usage>>;
  readonly castore: Readonly<Record<Step, Usage>>;
}

/** Streams of an order's length, of ten times that, and of so many events that tips are calved. */
const cases = [
  { commits: 1, accounts: 40 },
  { commits: 4, accounts: 20 },
  { commits: 20, accounts: 4 },
] as const;

/**
 * Measures this package's event store against Castore's on one local endpoint, which is started for it.
 *
 * Both book on accounts of the same names, each behind the version that it has just loaded, all events of a commit or none.
 */
export async function benchEndpointStore(progress: (line: string) => void): Promise<readonly EndpointStoreFigures[]> {
  const endpoint = await startEndpoint({ directory: join(projectRoot, '.local/bench'), say: progress, owned: true });
  const before = process.env;
  process.env = awsEnvironment(endpoint.url);
  const client = createDynamoClient();
  try {
    const sides = await sidesOn(client);
    const figures: EndpointStoreFigures[] = [];
    for (const one of cases) {
      progress(`streams of ${one.commits} commits of 10 events on the local endpoint`);
      figures.push(await compared(sides, one));
    }
    return figures;
  } finally {
    client.destroy();
    process.env = before;
    await endpoint.stop();
  }
}

interface Sides {
  readonly ours: StoreSide;
  readonly castore: StoreSide;
  readonly usageOf: (side: StoreSide, workload: Workload) => Promise<Readonly<Record<Step, Usage>>>;
}

async function sidesOn(client: DynamoDBClient): Promise<Sides> {
  const tables = await createTables(client, uuidSource.next());
  const items = createDynamoItemStore({ client, tableName: tables.ours, sleep, random: Math.random });
  const meter = meterUsage(client);
  return {
    ours: ourSide(items, { snapshots: true }),
    castore: castoreSide(client, tables.castore),
    usageOf: async (side, workload) => {
      const used = { append: { times: 0, usage: noUsage }, load: { times: 0, usage: noUsage } };
      meter.take();
      await play(side, workload, (step) => {
        const { times, usage } = used[step];
        used[step] = { times: times + 1, usage: together(usage, meter.take()) };
      });
      return { append: average(used.append), load: average(used.load) };
    },
  };
}

function average({ times, usage }: { readonly times: number; readonly usage: Usage }): Usage {
  const { requests, writes, reads } = usage;
  return { requests: requests / times, writes: writes / times, reads: reads / times };
}

async function compared(
  { ours, castore, usageOf }: Sides,
  { commits, accounts }: Pick<Workload, 'commits' | 'accounts'>,
): Promise<EndpointStoreFigures> {
  const workload = (): Workload => ({ commits, accounts, prefix: uuidSource.next() });
  const times = await alternatingPhases(['append', 'load'], {
    rounds: 7,
    warmUpRounds: 1,
    inputOf: workload,
    ours: (input) => play(ours, input),
    peer: (input) => play(castore, input),
  });
  return {
    commits,
    times,
    ours: await usageOf(ours, workload()),
    castore: await usageOf(castore, workload()),
  };
}
