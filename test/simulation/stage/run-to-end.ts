import { type Process, newProcess } from '../schedule/process.ts';
import { drift, passTime } from './pass-time.ts';
import type { Stage } from './stage.ts';

/** A part that one process plays. */
export interface Part {
  readonly name: string;
  readonly role: string;
  readonly play: (process: Process) => Promise<void>;
}

/** Who plays, and who is called when nobody can go on. */
export interface Play {
  readonly cast: readonly Part[];
  /** Calls for help when nothing is left that goes on by itself; false when nobody can help, and the run is over. */
  readonly callForHelp: () => boolean;
}

/** Processes of each role that are at work at the same time. */
const atOnce = 2;

/** Steps after which a run counts as endless. */
const stepLimit = 100_000;

/** The part of a role that several processes play beside one another. */
export function several(role: string, play: Part['play']): readonly Part[] {
  return Array.from({ length: atOnce }, (_, at) => ({ name: `${role}${at + 1}`, role, play }));
}

/** Plays until nothing is left to do; false when it went on without end. */
export async function runToEnd(stage: Stage, { cast, callForHelp }: Play): Promise<boolean> {
  const processes = new Map<string, Process>();
  // A look at empty queues changes nothing: after one round of looks at the same things, only time can help.
  let looked = '';
  for (let step = 0; step < stepLimit; step += 1) {
    startDead(processes, cast);
    await drained();
    if (stage.scheduler.step()) {
      await drift(stage);
    } else if (looked !== visible(stage) && stage.news.listeners > 0) {
      looked = visible(stage);
      stage.news.ring();
    } else if (await passTime(stage)) {
      looked = '';
    } else if (!callForHelp()) {
      return true;
    }
  }
  return false;
}

/** Starts a process for each part that has none, or whose process died. */
function startDead(processes: Map<string, Process>, cast: readonly Part[]): void {
  for (const { name, role, play } of cast) {
    if (processes.get(name)?.alive !== true) {
      const process = newProcess(name, role);
      processes.set(name, process);
      void play(process);
    }
  }
}

/** Changes whenever a process that looks again may find something to do. */
function visible({ broker, scheduler, definition, elsewhere }: Stage): string {
  const waiting = Object.keys(definition.queues).map((name) => broker.figuresOf(name).visible);
  return [scheduler.effects, ...waiting, ...elsewhere.map((count) => count())].join();
}

/** Every promise that can go on by itself has done so: Node runs a tick only once no other promise is left to settle. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
