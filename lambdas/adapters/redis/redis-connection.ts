/** A connection to Redis that mends itself: while it is broken, commands wait for it. */
export interface RedisConnection {
  /**
   * Sends one command and answers its reply, to be parsed; commands of one connection are carried out in their order.
   *
   * A command whose answer was lost with the connection is sent again, so it may be carried out twice.
   *
   * @throws the error of the server, whose text begins with its code, such as `WRONGTYPE`
   */
  call(command: string, ...args: readonly (string | number)[]): Promise<unknown>;
  /** Leaves at once; what waits for an answer is rejected. Safe to call twice. */
  close(): void;
}
