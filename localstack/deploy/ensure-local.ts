import { runDirectory } from '../backends/project-paths.ts';
import { type Endpoint, startEndpoint } from '../backends/start-endpoint.ts';
import { deployApp } from './deploy-app.ts';
import type { Deployment } from './deployment.ts';

/** The pipeline on this machine, deployed and ready. */
export interface LocalPipeline {
  readonly endpoint: Endpoint;
  readonly deployment: Deployment;
}

/** What is asked of a local pipeline. */
export interface LocalOptions {
  /** Where endpoint and deployment keep their files. @default the one of `npm run local` */
  readonly directory?: string;
  /** Values of the CDK context, such as `declineAboveCents`. @default none */
  readonly context?: Readonly<Record<string, string>>;
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
  const { directory = runDirectory, context, say = () => undefined, signal, owned } = options;
  const endpoint = await startEndpoint({ directory, say, ...(owned !== undefined && { owned }) });
  say(`the local AWS endpoint ${endpoint.found ? 'runs already' : 'answers'} on ${endpoint.url}`);
  const deployment = await deployApp({
    endpoint: endpoint.url,
    directory,
    say,
    ...(context && { context }),
    ...(signal && { signal }),
  });
  return { endpoint, deployment };
}
