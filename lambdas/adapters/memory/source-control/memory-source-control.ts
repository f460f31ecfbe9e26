import type { SourceControl } from '../../../core/ports/source-control.ts';

/** Sources in the memory of one process; whoever reads a queue asks whether it may. */
export interface MemorySourceControl extends SourceControl {
  isPaused(queue: string): boolean;
}

/** Makes sources that are all read. */
export function createMemorySourceControl(): MemorySourceControl {
  const paused = new Set<string>();
  return {
    isPaused: (queue) => paused.has(queue),
    paused: (queue) => Promise.resolve(paused.has(queue)),
    pause: (queue) => {
      paused.add(queue);
      return Promise.resolve();
    },
    resume: (queue) => {
      paused.delete(queue);
      return Promise.resolve();
    },
  };
}
