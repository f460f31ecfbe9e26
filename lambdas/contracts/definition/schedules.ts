/** Keeps messages that are due later, each until its time. */
export interface SchedulesDefinition {
  readonly deadLetterDays: number;
}

/** What describes the schedules. */
export interface SchedulesOptions {
  /** Days for which a message that could not be sent is kept, 1 to 14. @default 14 */
  readonly deadLetterDays?: number;
}

/**
 * Declares that timers and approvals of sagas are kept by schedules too, beside the sweeper that finds them all.
 *
 * Step timeouts are not: nearly all of them are revoked, and each would cost a request.
 */
export function schedules({ deadLetterDays = 14 }: SchedulesOptions = {}): SchedulesDefinition {
  return { deadLetterDays };
}
