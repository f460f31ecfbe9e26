import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { backendError } from '../backends/backend-error.ts';
import { runDirectory } from '../backends/project-paths.ts';
import { type LocalBrokers, runningBrokers, startBrokers } from '../backends/brokers/start-brokers.ts';
import { stopBrokers } from '../backends/brokers/stop-brokers.ts';
import { type Endpoint, runningEndpoint, startEndpoint } from '../backends/start-endpoint.ts';
import { stopEndpoint } from '../backends/stop-endpoint.ts';
import { brokerContext } from './broker-context.ts';
import { deployApp } from './deploy-app.ts';
import type { Deployment } from './deployment.ts';

/** The pipeline on this machine, deployed and ready. */
export interface LocalPipeline {
  readonly endpoint: Endpoint;
  readonly deployment: Deployment;
  /** Undefined unless they were asked for. */
  readonly brokers: LocalBrokers | undefined;
}

/** What is asked of a local pipeline. */
export interface LocalOptions {
  /** Where endpoint and deployment keep their files. @default the one of `npm run local` */
  readonly directory?: string;
  /** Values of the CDK context, such as `declineAboveCents`. @default none */
  readonly context?: Readonly<Record<string, string>>;
  /** Whether brokers run beside the endpoint, and the pipeline uses them. @default false */
  readonly brokers?: boolean;
  /** Nodes of Kafka, where brokers are started. @default 1 */
  readonly kafkaNodes?: 1 | 3;
  /** Takes the lines of progress. @default nobody */
  readonly say?: (line: string) => void;
  /** Ends the deployment. @default nothing does */
  readonly signal?: AbortSignal;
  /** Whether the endpoint belongs to this process, so that `npm run local:down` leaves it alone. @default false */
  readonly owned?: boolean;
}

/**
 * Makes sure that the local AWS endpoint runs and the app as it is now is deployed on it.
 *
 * An endpoint that runs already is kept with all its data, so that a run that was cut off goes on.
 *
 * @throws PipelineError `backend-failed` with what to do next.
 */
export async function ensureLocal(options: LocalOptions = {}): Promise<LocalPipeline> {
  const { directory = runDirectory, say = () => undefined, signal, owned } = options;
  const brokers = await brokersBeside(directory, options);
  const reachesLoopback = brokers !== undefined;
  const endpoint = await startEndpoint({ directory, say, reachesLoopback, ...(owned !== undefined && { owned }) });
  say(`the local AWS endpoint ${endpoint.found ? 'runs already' : 'answers'} on ${endpoint.url}`);
  const deployment = await deployApp({
    endpoint: endpoint.url,
    directory,
    say,
    context: { ...options.context, ...(brokers && (await brokerContext(endpoint.url, brokers))) },
    ...(signal && { signal }),
  });
  return { endpoint, deployment, brokers };
}

/** Endpoint and brokers begin together: one that is new knows nothing of what the other still holds. */
async function brokersBeside(
  directory: string,
  { brokers: asked = false, kafkaNodes, say = () => undefined }: LocalOptions,
): Promise<LocalBrokers | undefined> {
  if (!asked) {
    return undefined;
  }
  const [endpoint, brokers] = await Promise.all([runningEndpoint(directory), runningBrokers(directory)]);
  if (endpoint?.pid === undefined || brokers === undefined) {
    await Promise.all([stopEndpoint(directory), stopBrokers(directory)]);
  }
  const started = await startBrokers({ directory, kafkaNodes, say }).catch(withoutThem);
  say(`Kafka, Redis, RabbitMQ and NATS ${started.found ? 'run already' : 'answer'}`);
  return started;
}

/** Not every machine can have all of them. */
function withoutThem(cause: unknown): never {
  if (cause instanceof PipelineError) {
    throw backendError(cause.message, 'or do without brokers: npm run local -- --no-brokers', cause);
  }
  throw cause;
}
