import type { Clock } from '../ports/clock.ts';

/** What describes a brief memory. */
export interface BriefMemoryOptions {
  readonly clock: Clock;
  /** Milliseconds after which a value is asked for again. */
  readonly lifeMs: number;
  /** Values that are kept at most; the longest known goes first. */
  readonly most: number;
}

/** Remembers answers for a while. */
export interface BriefMemory<Value> {
  /**
   * The value of a name: the one in memory, or the one that is asked for, once for all who want it at the same time.
   *
   * An answer that is not to stay, and a failure, are not remembered.
   */
  recall(name: string, ask: () => Promise<Value>, stays: (value: Value) => boolean): Promise<Value>;
}

/** Creates a memory that forgets by itself. */
export function briefMemory<Value>({ clock, lifeMs, most }: BriefMemoryOptions): BriefMemory<Value> {
  const known = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  const drop = (name: string, value: Promise<Value>): void => {
    if (known.get(name)?.value === value) {
      known.delete(name);
    }
  };
  return {
    async recall(name, ask, stays) {
      const remembered = known.get(name);
      if (remembered !== undefined && remembered.until > clock.now()) {
        return remembered.value;
      }
      const value = ask();
      known.delete(name);
      known.set(name, { value, until: clock.now() + lifeMs });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) {
        known.delete(oldest);
      }
      try {
        const answer = await value;
        if (!stays(answer)) {
          drop(name, value);
        }
        return answer;
      } catch (cause) {
        drop(name, value);
        throw cause;
      }
    },
  };
}
