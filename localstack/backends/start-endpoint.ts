import { mkdir } from 'node:fs/promises';
import { dockerEngineRuns, startDocker } from './docker-endpoint.ts';
import { becomesHealthy } from './endpoint-health.ts';
import { type EndpointRecord, readEndpointRecord, writeEndpointRecord } from './endpoint-record.ts';
import { freePort } from './free-port.ts';
import { type EndpointPlace, startNative } from './native-endpoint.ts';
import { identityOf, isRunning } from './process-identity.ts';
import { stopEndpoint } from './stop-endpoint.ts';

const answerMs = 10_000;

/** A local AWS endpoint that answers. */
export interface Endpoint {
  /** Always on the loopback interface. */
  readonly url: string;
  /** Undefined when it runs in a container. */
  readonly pid: number | undefined;
  /** Whether it ran before it was asked for. */
  readonly found: boolean;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
}

/** What is asked of an endpoint. */
export interface EndpointOptions {
  /** Where it keeps its log, its temporary files and the record by which other commands find it. */
  readonly directory: string;
  /** @default a free one */
  readonly port?: number;
  /** Takes the lines of progress. @default nobody */
  readonly say?: (line: string) => void;
  /** Whether it belongs to this process, so that `npm run local:down` leaves it alone meanwhile. @default false */
  readonly owned?: boolean;
}

/**
 * Answers the local AWS endpoint of a directory: the one that runs, or a new and empty one.
 *
 * Runs in Docker Compose where an engine answers, as a process otherwise; `PIPELINE_BACKENDS=native` or `docker`
 * decides instead. It outlives this process until it is stopped.
 *
 * @throws PipelineError `backend-failed` with what to do next.
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { directory, say = () => undefined, owned = false } = options;
  await mkdir(directory, { recursive: true });
  const running = await runningEndpoint(directory);
  if (running !== undefined) {
    return running;
  }
  // What is left of one that no longer answers would hold the port and the files.
  await stopEndpoint(directory);
  const owner = owned ? identityOf(process.pid) : undefined;
  const record = await startSomehow({
    directory,
    say,
    port: options.port ?? (await freePort()),
    remember: (started) => writeEndpointRecord(directory, { ...started, owner }),
  });
  return endpointOf(directory, record, false);
}

/** The endpoint of a directory when it runs and answers within ten seconds: a busy one may take its time. */
export async function runningEndpoint(directory: string): Promise<Endpoint | undefined> {
  const record = await readEndpointRecord(directory);
  if (record === undefined || (record.kind === 'native' && !isRunning(record.process))) {
    return undefined;
  }
  const gone = (): boolean => record.kind === 'native' && !isRunning(record.process);
  return (await becomesHealthy(record.url, answerMs, gone)) ? endpointOf(directory, record, true) : undefined;
}

/** An engine that cannot run the image keeps nobody from working, unless it was asked for. */
async function startSomehow(place: EndpointPlace): Promise<EndpointRecord> {
  const asked = process.env['PIPELINE_BACKENDS'];
  if (asked === 'docker') {
    return startDocker(place);
  }
  if (asked === 'native' || !(await dockerEngineRuns())) {
    return startNative(place);
  }
  try {
    return await startDocker(place);
  } catch (cause) {
    place.say(`${cause instanceof Error ? cause.message : 'Docker failed'}; going on without Docker`);
    return startNative(place);
  }
}

function endpointOf(directory: string, record: EndpointRecord, found: boolean): Endpoint {
  return {
    url: record.url,
    pid: record.kind === 'native' ? record.process.pid : undefined,
    found,
    stop: async () => {
      await stopEndpoint(directory);
    },
  };
}
