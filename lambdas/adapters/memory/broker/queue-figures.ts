/** What happened in one queue since it was made, and what is in it now. */
export interface QueueFigures {
  /** Messages it took: sent by a publisher, moved here or parked here. */
  readonly sent: number;
  /** Deliveries, repeated ones included. */
  readonly received: number;
  readonly deleted: number;
  /** Messages dropped because their id came again within five minutes. */
  readonly deduplicated: number;
  /** Messages moved to the dead-letter queue after too many receives. */
  readonly deadLettered: number;
  /** Messages parked by the consumer in the dead-letter queue. */
  readonly parked: number;
  readonly visible: number;
  readonly inFlight: number;
}
