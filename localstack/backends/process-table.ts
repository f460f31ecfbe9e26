import { readFileSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/** A process as the operating system knows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Its process group: the pid of the process that leads it. */
  readonly group: number;
  /** Ended, and only waiting for its parent to ask how. */
  readonly zombie: boolean;
  /** When it started, in the system's own terms; with the pid it identifies a process for ever. */
  readonly started: string;
}

/** Every process of this machine. A pid alone is not enough to stop one: it may have been given to another since. */
export function processTable(): readonly ProcessEntry[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/**
 * Reads one line of `/proc/PID/stat`.
 *
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function entryFromStat(stat: string): ProcessEntry | undefined {
  // The name stands in brackets and may hold blanks and brackets itself.
  const [pid] = stat.split(' ', 1);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  const started = fields[19];
  if (started === undefined) {
    return undefined;
  }
  return { pid: Number(pid), parent: Number(parent), group: Number(group), zombie: state === 'Z', started };
}

/** Reads one line of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function entryFromPs(line: string): ProcessEntry | undefined {
  const [pid, parent, group, state, ...started] = line.trim().split(/\s+/u);
  if (state === undefined || started.length === 0) {
    return undefined;
  }
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    zombie: state.startsWith('Z'),
    started: started.join(' '),
  };
}

function fromProc(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        return entryFromStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      } catch {
        // It ended between the listing and the reading.
        return [];
      }
    });
}

function fromPs(): readonly ProcessEntry[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => entryFromPs(line) ?? []);
}
