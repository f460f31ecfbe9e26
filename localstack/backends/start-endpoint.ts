import { mkdir } from 'node:fs/promises';
import { startDockerEndpoint } from './docker/docker-endpoint.ts';
import { dockerOrNative } from './docker/docker-or-native.ts';
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
  /** Whether its functions must reach what listens on this machine's loopback interface, so no container. @default false */
  readonly reachesLoopback?: boolean;
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
  const { directory, say = () => undefined, owned = false, reachesLoopback = false } = options;
  await mkdir(directory, { recursive: true });
  const running = await runningEndpoint(directory);
  if (running !== undefined && isUsable(running, reachesLoopback)) {
    return running;
  }
  // What is left of one that no longer answers would hold the port and the files.
  await stopEndpoint(directory);
  const owner = owned ? identityOf(process.pid) : undefined;
  const place: EndpointPlace = {
    directory,
    say,
    port: options.port ?? (await freePort()),
    remember: (started) => writeEndpointRecord(directory, { ...started, owner }),
  };
  const record = await started(place, reachesLoopback);
  return endpointOf(directory, record, false);
}

function isUsable({ pid }: Endpoint, reachesLoopback: boolean): boolean {
  return pid !== undefined || !reachesLoopback;
}

function started(place: EndpointPlace, reachesLoopback: boolean): Promise<EndpointRecord> {
  const native = (): Promise<EndpointRecord> => startNative(place);
  return reachesLoopback
    ? native()
    : dockerOrNative({ say: place.say, native, docker: () => startDockerEndpoint(place) });
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
