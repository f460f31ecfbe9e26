import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { type ConsumerSource, nounOf, sourceOf } from '../../contracts/definition/source-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { brokerConsumption } from '../../core/consume/broker-consumption.ts';
import { createBatchConsumer } from '../../core/consume/batch-consumer.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { fullJitter } from '../../core/consume/full-jitter.ts';
import { createNoParking } from '../../core/consume/no-parking.ts';
import { watchLag } from '../../core/worker/watch-lag.ts';
import { type WorkerDependencies, createWorker } from '../../core/worker/worker.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';
import { type ConsumerPorts, type ConsumerPortsOptions, consumerOf, consumerPorts } from '../lambda/consumer-ports.ts';
import { payloadSource } from '../lambda/personal-host.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { talliedTelemetry } from '../telemetry/tallied-telemetry.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';
import { type ProcessStop, processStop } from './process-stop.ts';

/** What a worker may be run with; nothing of it is needed in a deployed one. */
export interface WorkerHostOptions extends ConsumerPortsOptions, ConnectionEnvironment {
  /** @default at SIGTERM and SIGINT */
  readonly stop?: ProcessStop;
  /** Batches that are handled at the same time. @default workerDefaults.concurrency */
  readonly concurrency?: number;
  /** When a failed record comes again whose consumer names no delay. @default full jitter */
  readonly retryDelay?: (receiveCount: number) => number;
}

/** The ports of one consumer, and what runs it. */
export interface WorkerHost extends ConsumerPorts {
  /**
   * Takes messages from the consumer's source until the process is told to stop; then lets what runs end.
   *
   * @throws PipelineError `source-unavailable` or `environment-invalid` for what no waiting mends, which ends the process
   * with an exit code other than 0.
   */
  run(consumer: Consumer): Promise<void>;
}

/** Seconds that are left to settle a batch after its time is up; a container is killed two minutes after it was told to stop. */
const settleSeconds = 15;
const longestDrainSeconds = 110;

/**
 * Composes what one consumer of a pipeline runs on as a process of its own, whatever broker its source is at; call it
 * once, and then `run` with the consumer.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer or source, or
 * a consumer that dispatches at once brings no publisher.
 */
export function createWorkerHost(
  pipeline: PipelineDefinition,
  name: string,
  options: WorkerHostOptions = {},
): WorkerHost {
  const untallied = options.telemetry ?? createLambdaTelemetry({ service: name });
  const telemetry = talliedTelemetry(untallied);
  const ports = consumerPorts(pipeline, name, { ...options, telemetry });
  const from = sourceFor(pipeline, name);
  return {
    ...ports,
    run: async (consumer) => {
      const { stop = processStop() } = options;
      const fields = { consumer: name, source: nounOf(from) };
      try {
        const opening = openSource({ pipeline, name, environment: options, ...ports, signal: stop.signal }, from);
        const opened = await Promise.race([opening, whenAborted(stop.signal)]);
        if (opened !== undefined) {
          telemetry.info('worker started', fields);
          await work({ pipeline, name, consumer, ports, options, stop, untallied }, opened);
        }
        telemetry.info('worker stopped', { ...fields, ...telemetry.totals() });
      } catch (cause) {
        telemetry.error('worker ended by an error', { ...fields, ...telemetry.totals() }, cause);
        throw cause;
      } finally {
        telemetry.flush();
        stop.ended();
      }
    },
  };
}

/** A broker that cannot be reached must not keep a worker from ending. */
function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) {
      end();
    }
    signal.addEventListener('abort', end, { once: true });
  });
}

interface Work {
  readonly pipeline: PipelineDefinition;
  readonly name: string;
  readonly consumer: Consumer;
  readonly ports: ConsumerPorts;
  readonly options: WorkerHostOptions;
  readonly stop: ProcessStop;
  /** For what has no total: how much waits now. */
  readonly untallied: Telemetry;
}

async function work(
  { pipeline, name, consumer, ports, options, stop, untallied }: Work,
  opened: OpenedSource,
): Promise<void> {
  const { source, parking = createNoParking(ports) } = opened;
  const { concurrency, retryDelay = fullJitter({ random: Math.random }) } = options;
  const consume = createBatchConsumer({
    ...brokerConsumption({ pipeline, name }, { ...ports, payloads: payloadSource(ports) }, consumer),
    ...{ ordering: 'group', parking, visibility: source.visibility, retryDelay },
  });
  const worker = createWorker({
    ...{ source, consume, clock: ports.clock, telemetry: ports.telemetry, sleep: abortableSleep },
    ...times(consumerOf(pipeline, name)),
    ...(concurrency !== undefined && { concurrency }),
  });
  const watching = new AbortController();
  // Not waited for at the end: a broker that is away may never answer, and a worker has to end.
  void watchLag({ waiting: () => opened.waiting(), telemetry: untallied, sleep: abortableSleep }, watching.signal);
  try {
    await worker.run(stop.signal);
  } finally {
    watching.abort();
    await opened.close();
  }
}

function times({
  timeoutSeconds,
}: {
  readonly timeoutSeconds: number;
}): Pick<WorkerDependencies, 'batchSeconds' | 'drainSeconds'> {
  const batchSeconds = Math.min(timeoutSeconds, longestDrainSeconds - settleSeconds);
  return { batchSeconds, drainSeconds: batchSeconds + settleSeconds };
}

function sourceFor(pipeline: PipelineDefinition, name: string): ConsumerSource {
  const { source } = consumerOf(pipeline, name);
  const found = sourceOf(pipeline, source);
  if (found === undefined) {
    throw new PipelineError(`consumer "${name}" must read a source of this pipeline, got "${source}"`, {
      code: 'environment-invalid',
    });
  }
  return found;
}
