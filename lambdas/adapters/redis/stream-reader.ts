import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { HeldEntries } from './held-entries.ts';
import { isRefusal, replyCode } from './reply-error.ts';
import type { StreamGroup } from './stream-group.ts';

/** What a reader works with. */
export interface StreamReaderDependencies {
  readonly group: StreamGroup;
  readonly held: HeldEntries;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Told whenever something was added, or the reader failed. */
  readonly changed: () => void;
  /** Resolves when an entry was settled. */
  readonly settled: () => Promise<void>;
  readonly stream: string;
  readonly mostHeld: number;
  readonly batchSize: number;
  readonly idleMs: number;
}

/** Fills what a worker holds, in the background. */
export interface StreamReader {
  /** What no waiting mends, once it was met. */
  fault(): PipelineError | undefined;
  /** Reads nothing more; resolves when the last read has ended. */
  stop(): Promise<void>;
}

/** Milliseconds that one read waits, and thus a stop; and those between two looks for what others have left. */
export const readWaitMs = 300;

/** Milliseconds after which a call that failed is made again. */
const retryMs = 500;

/** Begins to read new entries and to take over what others have left, as long as there is room for them. */
export function startStreamReader(dependencies: StreamReaderDependencies): StreamReader {
  const { changed } = dependencies;
  const stopped = new AbortController();
  const care = createCare(dependencies);
  let fault: PipelineError | undefined;
  const run = async (): Promise<void> => {
    let next: Step = 'ensure';
    while (next !== 'end') {
      next = await step(next, { ...dependencies, care, stopped: stopped.signal, failed: (error) => (fault = error) });
    }
    changed();
  };
  const running = run();
  return {
    fault: () => fault,
    stop() {
      stopped.abort();
      return running;
    },
  };
}

type Step = 'ensure' | 'read' | 'end';

interface Stepping extends StreamReaderDependencies {
  readonly care: () => Promise<void>;
  readonly stopped: AbortSignal;
  readonly failed: (fault: PipelineError) => void;
}

/** Makes one call after the other; answers what comes next. */
async function step(present: Step, stepping: Stepping): Promise<Step> {
  const { group, care, stopped, failed, telemetry, sleep, stream } = stepping;
  try {
    if (present === 'ensure') {
      await group.ensure();
    }
    await care();
    await readOnce(stepping, stopped);
    return stopped.aborted ? 'end' : 'read';
  } catch (cause) {
    const fault = faultOf(cause, stream);
    if (fault !== undefined) {
      failed(fault);
    }
    if (fault !== undefined || stopped.aborted) {
      return 'end';
    }
    telemetry.error('stream not read, trying again', { stream }, cause);
    await sleep(retryMs, stopped);
    // A server that lost its data has lost its groups.
    return replyCode(cause) === 'NOGROUP' ? 'ensure' : present;
  }
}

function faultOf(cause: unknown, stream: string): PipelineError | undefined {
  const message = `stream "${stream}" must be readable, Redis answered ${replyCode(cause) ?? ''}`;
  return isRefusal(cause) ? new PipelineError(message, { code: 'source-unavailable', cause }) : undefined;
}

async function readOnce(dependencies: StreamReaderDependencies, stopped: AbortSignal): Promise<void> {
  if (stopped.aborted) {
    return;
  }
  const { group, held, changed, settled, sleep, mostHeld, batchSize } = dependencies;
  const settling = settled();
  const room = mostHeld - held.count();
  if (room <= 0) {
    await Promise.race([settling, sleep(readWaitMs, stopped)]);
    return;
  }
  const entries = await group.read(Math.min(room, batchSize), readWaitMs);
  for (const entry of entries) {
    held.add(entry, 1);
  }
  if (entries.length > 0) {
    changed();
  }
}

/** Shows Redis that this worker lives, before others take it for dead, and looks for those who do not. */
function createCare(dependencies: StreamReaderDependencies): () => Promise<void> {
  const { clock, idleMs } = dependencies;
  let kept = clock.now();
  let claimed = 0;
  let cursor = '0-0';
  return async () => {
    const now = clock.now();
    if (now - kept >= idleMs / 3) {
      await keepHeld(dependencies);
      kept = now;
    }
    if (now - claimed >= Math.min(readWaitMs, idleMs / 3)) {
      cursor = await claimIdle(dependencies, cursor);
      claimed = now;
    }
  };
}

async function keepHeld({ group, held, telemetry, stream }: StreamReaderDependencies): Promise<void> {
  const lost = await group.keep(held.all().map(({ id, receives }) => ({ id, receives, idleMs: 0 })));
  if (lost.length > 0) {
    held.forget(lost);
    telemetry.warn('records taken over by another worker', { stream, records: lost.length });
  }
}

async function claimIdle(dependencies: StreamReaderDependencies, cursor: string): Promise<string> {
  const { group, held, telemetry, changed, stream, mostHeld, idleMs } = dependencies;
  const room = mostHeld - held.count();
  if (room <= 0) {
    return cursor;
  }
  const claimed = await group.claim(idleMs, room, cursor);
  for (const entry of claimed.entries) {
    held.add(entry, entry.receives);
  }
  if (claimed.entries.length > 0) {
    changed();
  }
  if (claimed.lost.length > 0) {
    telemetry.warn('records trimmed before they were handled', { stream, records: claimed.lost.length });
  }
  return claimed.cursor;
}
