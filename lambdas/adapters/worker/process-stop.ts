/** The part of a process that can be told to stop. */
export interface StoppableProcess {
  on(signal: 'SIGTERM' | 'SIGINT', run: () => void): unknown;
  exit(code?: number): void;
}

/** Milliseconds after the end of the work in which connections may close; then the process ends anyway. */
const leaveMs = 5000;

/** When a process has to stop, and how it ends. */
export interface ProcessStop {
  /** Aborts at the first SIGTERM (from whoever runs containers) or SIGINT (from a terminal). */
  readonly signal: AbortSignal;
  /** To be called when the work has ended: what still hangs does not keep the process for long. */
  ended(): void;
}

/** Listens for what stops a process; a second signal ends it at once. */
export function processStop(stopped: StoppableProcess = process): ProcessStop {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) {
      stopped.exit(1);
    }
    stopping.abort();
  };
  stopped.on('SIGTERM', stop);
  stopped.on('SIGINT', stop);
  return {
    signal: stopping.signal,
    ended: () => {
      setTimeout(() => {
        stopped.exit();
      }, leaveMs).unref();
    },
  };
}
