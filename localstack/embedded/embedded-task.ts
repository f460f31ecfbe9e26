/** Work that goes on beside the consumers; it does nothing until it is told to take a turn. */
export interface EmbeddedTask {
  /** Does what there is to do now; false when there was nothing. */
  turn(): Promise<boolean>;
  /** When the next turn has something to do, in milliseconds since the epoch; undefined when nothing waits for it. */
  wakesAt(): Promise<number | undefined>;
}
