/** Runs things later; the only way for the core to act while something else runs. */
export interface Timers {
  /**
   * Runs `run` once at `time` (milliseconds since the epoch), as soon as possible when that is past; answers what
   * takes it back.
   */
  at(time: number, run: () => void): () => void;
}
