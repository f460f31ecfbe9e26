import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { localDirectory } from '../../localstack/backends/project-paths.ts';
import { stopEndpoint } from '../../localstack/backends/stop-endpoint.ts';
import { importRun } from '../../localstack/import/import-run.ts';
import { type Deployed, openDeployment } from '../../localstack/local/deployed.ts';
import { placeOrders } from '../../localstack/local/place-orders.ts';
import { queueDepths } from '../../localstack/local/queue-depths.ts';
import { runOptions } from '../../localstack/options/run-options.ts';
import { readFacts } from '../../localstack/report/read-facts.ts';
import { seedStock } from '../../localstack/seed/seed-stock.ts';
import { stockFor } from '../../localstack/seed/stock-for.ts';
import { type DeployedFunction, deployedFunction } from './deployed-function.ts';
import { expectSound, reportOf, startRun } from './run-command.ts';

const limit = 500;
const minutes = 60_000;
const SweepResult = z.object({ published: z.number(), failed: z.number() });

let directory: string;
let deployed: Deployed;
let lambda: LambdaClient;

beforeAll(async () => {
  await mkdir(localDirectory, { recursive: true });
  directory = await mkdtemp(join(localDirectory, 'e2e-faults-'));
  const options = runOptions(['--no-brokers', '--directory', directory]);
  deployed = await openDeployment(options, {
    progress: { write: () => undefined },
    signal: AbortSignal.timeout(3 * minutes),
  });
  lambda = new LambdaClient({});
  await hideForSeconds(10);
}, 3 * minutes);

afterAll(async () => {
  lambda.destroy();
  await stopEndpoint(directory);
  await rm(directory, { recursive: true, force: true });
}, minutes);

/** What a function that was killed had in hand comes back when its visibility ends: sooner than the deployed minutes. */
async function hideForSeconds(seconds: number): Promise<void> {
  for (const url of Object.values(deployed.deployment.queueUrls)) {
    const attributes = { VisibilityTimeout: String(seconds) };
    await deployed.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
  }
}

/** Repeats work until what it leads to shows. */
async function until(
  what: string,
  { shows, meanwhile }: { readonly shows: () => Promise<boolean>; readonly meanwhile: () => Promise<void> },
): Promise<void> {
  const end = Date.now() + 3 * minutes;
  while (!(await shows())) {
    if (Date.now() > end) {
      throw new TypeError(`it must show within 3 minutes ${what}`);
    }
    await meanwhile();
  }
}

const aWhile = async (): Promise<void> => {
  await sleep(250);
};

function consumerNamed(name: string): DeployedFunction {
  return deployedFunction(lambda, deployed.deployment.functionNames[name] ?? '');
}

/** Breaks consumers for as long as some work takes: without the table's name none of them starts. */
async function whileBroken(names: readonly string[], work: () => Promise<void>): Promise<void> {
  const tables = await Promise.all(
    names.map((name) => consumerNamed(name).setVariable(environmentVariables.table, '')),
  );
  await work();
  await Promise.all(
    names.map((name, at) => consumerNamed(name).setVariable(environmentVariables.table, tables[at] ?? '')),
  );
}

async function areFailing(names: readonly string[]): Promise<boolean> {
  const results = await Promise.all(names.map((name) => consumerNamed(name).lastResult()));
  return results.every((result) => result === 'FAILED');
}

/** Invokes the deployed sweeper as its schedule does, for what has waited a second; answers how much it published. */
async function sweep(): Promise<number> {
  const answer = await deployedFunction(lambda, deployed.deployment.sweeperFunctionName).invoke({ graceSeconds: 1 });
  const { published, failed } = SweepResult.parse(answer);
  expect(failed).toBe(0);
  return published;
}

async function endedOrders(): Promise<number> {
  return (await deployed.look()).ended;
}

async function messagesIn(urls: Readonly<Record<string, string>>): Promise<number> {
  const depths = await queueDepths(deployed.sqs, urls);
  return [...depths.values()].reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
}

async function isAtRest(): Promise<boolean> {
  const nothingIsSent = async (): Promise<boolean> => (await messagesIn(deployed.deployment.queueUrls)) === 0;
  // The endpoint runs the schedule too: what waits may move into a queue between two looks.
  return (await nothingIsSent()) && readFacts(await deployed.scan()).pending === 0 && (await nothingIsSent());
}

it(
  'failure modes 16 and 34: functions fail and the relay is off for a while; the sweeper finishes, with the figures of a run without faults',
  async () => {
    const options = runOptions(['--no-brokers', '--directory', directory, '--limit', String(limit)]);
    const { orders, entries } = await importRun(options);
    const { deployment, sqs } = deployed;
    await seedStock(deployed.items, stockFor(orders, new Map()));
    const signal = AbortSignal.timeout(6 * minutes);
    await placeOrders({ sqs, queueUrls: deployment.queueUrls, entries, signal, onProgress: () => undefined });
    await until('that an order ended', { shows: async () => (await endedOrders()) > 0, meanwhile: aWhile });

    // The relay goes, and two functions fail while only the sweeper publishes.
    await deployed.close();
    const broken = ['placeOrder', 'payments'];
    let swept = 0;
    const sweepOn = async (): Promise<void> => {
      swept += await sweep();
    };
    await whileBroken(broken, () =>
      until('that both functions fail', {
        shows: () => areFailing(broken),
        meanwhile: sweepOn,
      }),
    );
    const endedWhileBroken = await endedOrders();
    await until('that nothing is left to do', { shows: isAtRest, meanwhile: sweepOn });

    expect(endedWhileBroken).toBeLessThan(limit);
    expect(swept).toBeGreaterThan(0);
    expect(await endedOrders()).toBe(limit);
    expect(await messagesIn(deployment.deadLetterUrls)).toBe(0);

    // The relay comes back and repeats from the stream all that the sweeper has sent meanwhile.
    const report = await reportOf(
      startRun('local', '--no-brokers', '--directory', directory, '--limit', String(limit)),
    );
    const faultless = await reportOf(startRun('embedded', '--no-brokers', '--limit', String(limit)));

    expect(report.orders).toEqual(faultless.orders);
    expect(report.orders).toMatchObject({ accepted: limit, parked: 0, inFlight: 0 });
    expectSound(report);
    expect(report.queues.map(({ inFlight, deadLetters }) => inFlight + deadLetters)).toEqual(
      report.queues.map(() => 0),
    );
    expect(await messagesIn({ relayFailures: deployment.relayFailuresUrl })).toBe(0);
    expect(report.consumers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBeGreaterThan(0);
  },
  8 * minutes,
);
