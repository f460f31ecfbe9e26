import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { awsEnvironment } from '../backends/aws-environment.ts';
import { backendError } from '../backends/backend-error.ts';
import type { LocalBrokers } from '../backends/brokers/start-brokers.ts';
import { workersFolder } from '../backends/brokers/stop-brokers.ts';
import { brokerVariables } from '../brokers/broker-variables.ts';
import { openBrokers } from '../brokers/open-brokers.ts';
import { openPollers } from '../brokers/open-pollers.ts';
import { startWorkers } from '../brokers/start-workers.ts';
import { workersOf } from '../brokers/workers-of.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { type LogLine, linesOf } from './log-lines.ts';

/** What reads brokers in a run: workers as processes, and pollers in place of Lambda's own. */
export interface BrokerRun {
  /** Messages that wait at brokers, those in hand among them. */
  readonly lag: () => Promise<number>;
  /** What each worker logged in this run, by name. */
  readonly logLines: () => Promise<ReadonlyMap<string, readonly LogLine[]>>;
  /** Ends what reads once it has settled what it took. */
  readonly close: () => Promise<void>;
}

/** Makes what the deployed pipeline has at its brokers, and begins to read it. */
export async function openBrokerRun(run: {
  readonly url: string;
  readonly deployment: Deployment;
  readonly brokers: LocalBrokers;
  /** Folder of the run; logs of workers lie in it. */
  readonly directory: string;
}): Promise<BrokerRun> {
  const { deployment, brokers } = run;
  const connections = await openBrokers(deployment.definition, brokers);
  const refused = (await connections.reconcile()).flatMap((one) => one.refused);
  if (refused.length > 0) {
    throw backendError(`brokers must be as the pipeline has them: ${refused.join('; ')}`, 'npm run local:down');
  }
  const pollers = openPollers(deployment, {
    rabbitmq: connections.rabbitmq,
    kafka: { clientId: 'local-poller', brokers: brokers.kafka.brokers.split(',') },
  });
  const workers = await startWorkers({
    programs: workersOf(deployment),
    directory: join(run.directory, workersFolder),
    variables: variablesOf(run),
  });
  return {
    lag: async () => [...(await connections.lag()).values()].reduce((sum, count) => sum + count, 0),
    logLines: async () => {
      const read = [...workers.logs].map(
        async ([name, log]) => [name, linesOf((await readFile(log, 'utf8')).split('\n'))] as const,
      );
      return new Map(await Promise.all(read));
    },
    close: async () => {
      await workers.stop();
      await pollers.stop();
      await connections.close();
    },
  };
}

function variablesOf(run: {
  readonly url: string;
  readonly deployment: Deployment;
  readonly brokers: LocalBrokers;
}): Readonly<Record<string, string>> {
  const variables = {
    ...awsEnvironment(run.url, {}),
    ...brokerVariables(run.brokers),
    [environmentVariables.table]: run.deployment.tableName,
    [environmentVariables.payloadBucket]: run.deployment.payloadBucketName,
  };
  return Object.fromEntries(
    Object.entries(variables).filter((one): one is [string, string] => typeof one[1] === 'string' && one[1] !== ''),
  );
}
